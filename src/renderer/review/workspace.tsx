import { Loader, ScrollArea, Tabs } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import type { ReviewDetail } from '../../shared/api/review.ts';
import { fileUrl } from '../api/client.ts';
import type { Editor } from './editor.ts';
import { HistoryPanel } from './panels/history-panel.tsx';
import { ToolPanel } from './panels/tool-panel.tsx';
import { DifferencePanel, VersionsPanel } from './panels/versions-panel.tsx';
import { ViewPanel } from './panels/view-panel.tsx';
import classes from './review.module.css';
import type { EditorSettings } from './settings.ts';
import { StatusBar } from './status-bar.tsx';
import { type Store, useStore } from './store.ts';
import { ToolBar } from './tool-bar.tsx';
import { useEditorKeys } from './use-editor.ts';
import type { Extraction } from './use-review.ts';

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

/** Where the image is drawn on and looked at. */
function EditorCanvas({ editor, name }: { editor: Editor; name: string }) {
  const host = useRef<HTMLDivElement>(null);
  const hasKeyboardCursor = useStore(editor.state, (state) => state.hasKeyboardCursor);
  useEffect(() => {
    host.current!.append(editor.view.root);
    // Keys act on the image at once; the list keeps them while it is walked through.
    if (!document.activeElement?.closest('[role="listbox"]'))
      host.current!.focus({ preventScroll: true, focusVisible: false });
  }, [editor]);
  useEffect(
    () => (hasKeyboardCursor ? undefined : panWithSpace(editor, host.current!)),
    [editor, hasKeyboardCursor],
  );
  return (
    <div
      ref={host}
      className={classes.canvas}
      role="application"
      aria-roledescription="mask editor"
      aria-label={`Vessel mask of ${name}. C shows a cursor for the keyboard, arrows move it, Space draws.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an editor takes keys.
      tabIndex={0}
      onPointerDown={() => host.current!.focus({ preventScroll: true })}
    />
  );
}

/** While Space is held over the image, dragging moves it. @returns what ends it */
function panWithSpace(editor: Editor, host: HTMLElement): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const isForImage = ({ key, target }: KeyboardEvent) =>
    key === ' ' && (target === document.body || (target instanceof Node && host.contains(target)));
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isForImage(event)) return;
      event.preventDefault();
      editor.input.setSpace(true);
    },
    { signal },
  );
  window.addEventListener('keyup', ({ key }) => key === ' ' && editor.input.setSpace(false), { signal });
  window.addEventListener('blur', () => editor.input.setSpace(false), { signal });
  return () => {
    abort.abort();
    editor.input.setSpace(false);
  };
}
