import { Loader, ScrollArea, Tabs } from '@mantine/core';
import { useEffect } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import type { ReviewDetail } from '../../shared/api/review.ts';
import { fileUrl } from '../api/client.ts';
import type { Editor } from './editor.ts';
import { EditorCanvas } from './editor-canvas.tsx';
import { DifferencePanel } from './panels/difference-panel.tsx';
import { HistoryPanel } from './panels/history-panel.tsx';
import { ToolPanel } from './panels/tool-panel.tsx';
import { VersionsPanel } from './panels/versions-panel.tsx';
import { ViewPanel } from './panels/view-panel.tsx';
import classes from './review.module.css';
import type { EditorSettings } from './settings.ts';
import { StatusBar } from './status-bar.tsx';
import type { Store } from './store.ts';
import { ToolBar } from './tool-bar.tsx';
import { useEditorKeys } from './use-editor-keys.ts';
import type { Extraction } from './use-extraction.ts';

/** After so long without a change a changed mask is saved as a version. Milliseconds. */
const idleTime = 60_000;

/** The image in hand: tools, canvas, panels. */
export function Workspace({
  editor,
  image,
  detail,
  settings,
  extraction,
  readAgain,
}: {
  editor: Editor;
  image: ImageItem;
  detail: ReviewDetail;
  settings: Store<EditorSettings>;
  extraction: Extraction;
  readAgain: () => void;
}) {
  useEditorKeys(editor, settings);
  useEffect(() => saveWhenIdle(editor), [editor]);
  const { versions } = detail.image;
  return (
    <div className={classes.workspace}>
      <ToolBar editor={editor} settings={settings} />
      <EditorCanvas editor={editor} name={image.name} />
      <div className={classes.panels}>
        <ScrollArea className={classes.controls} viewportProps={{ tabIndex: 0, 'aria-label': 'Settings' }}>
          <div className={classes.sections}>
            <ToolPanel
              editor={editor}
              settings={settings}
              extractVessels={() => extraction.start([image.name])}
            />
            <DifferencePanel editor={editor} settings={settings} versions={versions} />
            <ViewPanel settings={settings} />
          </div>
        </ScrollArea>
        <Tabs defaultValue="history" className={classes.tabs} keepMounted={false}>
          <Tabs.List grow>
            <Tabs.Tab value="history">History</Tabs.Tab>
            <Tabs.Tab value="versions">Versions ({versions.length})</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="history" className={classes.tab}>
            <HistoryPanel editor={editor} />
          </Tabs.Panel>
          <Tabs.Panel value="versions" className={classes.tab}>
            <VersionsPanel editor={editor} settings={settings} versions={versions} />
          </Tabs.Panel>
        </Tabs>
      </div>
      <StatusBar editor={editor} readAgain={readAgain} />
    </div>
  );
}

/** What will be the workspace, with the photograph as the list has it. */
export function LoadingWorkspace({ image }: { image: ImageItem }) {
  return (
    <div className={classes.workspace} aria-busy>
      <div className={classes.tools} />
      <div className={classes.loading}>
        {image.thumbnailSha256 && <img src={fileUrl(image.thumbnailSha256, 'jpg')} alt="" />}
        <Loader color="white" aria-label={`Loading ${image.name}`} role="status" />
      </div>
      <div className={classes.panels} />
      <footer className={classes.status} />
    </div>
  );
}

/** @returns what ends it */
function saveWhenIdle({ session }: Editor): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const restart = () => {
    clearTimeout(timer);
    if (session.state.value.isChanged) timer = setTimeout(() => session.saveVersion(), idleTime);
  };
  restart();
  const end = session.state.subscribe(restart);
  return () => {
    clearTimeout(timer);
    end();
  };
}
