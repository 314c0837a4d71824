import { Text } from '@mantine/core';
import { ImageDown, Upload } from 'lucide-react';
import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { useProjectActions } from '../start/project-actions.tsx';
import { useCommands } from '../ui/commands.ts';
import { carriesFiles, type ImportSource, sourceOfDrop, sourceOfPaths } from '../ui/file-source.ts';
import { chooseFolder } from '../ui/folders/choose-folder.tsx';
import classes from './import-door.module.css';

const ImportFlow = lazy(async () => ({
  default: (await import('../dataset/import/import-flow.tsx')).ImportFlow,
}));

/**
 * Takes in files that are dropped anywhere in the window. Without a project it asks for a new one first, and the
 * import goes on in that.
 */
export function ImportDoor({ hasProject }: { hasProject: boolean }) {
  const [source, setSource] = useState<ImportSource | null>(null);
  const { askForNew } = useProjectActions();
  const isDragging = useFileDrop((dropped) => {
    setSource(dropped);
    if (!hasProject) askForNew({ onCancel: () => setSource(null) });
  });
  const askForImport = async () => {
    const folder = await chooseFolder({ title: 'Import the photographs of a folder' });
    if (folder !== null) setSource(sourceOfPaths([folder]));
  };
  useCommands(
    hasProject
      ? [
          {
            id: 'import',
            group: 'Do',
            label: 'Import photographs…',
            description: 'A folder with its annotations and masks of the field of view',
            keywords: 'add open pictures images data',
            icon: Upload,
            run: () => void askForImport(),
          },
        ]
      : [],
  );
  return (
    <>
      {isDragging && <DropOverlay hasProject={hasProject} />}
      {source && hasProject && (
        <Suspense>
          <ImportFlow source={source} onClose={() => setSource(null)} />
        </Suspense>
      )}
    </>
  );
}

/**
 * Follows files that are dragged over the window. Not while a dialog is open, nor where a screen has taken the drag by
 * preventing its default: they take files of their own.
 * @returns whether some are over it now
 */
function useFileDrop(onDrop: (source: ImportSource) => void): boolean {
  const [isDragging, setDragging] = useState(false);
  const take = useEffectEvent(onDrop);
  useEffect(() => {
    const accepts = (event: DragEvent) => carriesFiles(event.dataTransfer) && !isDialogOpen();
    const over = (event: DragEvent) => {
      if (event.defaultPrevented) return setDragging(false);
      if (!carriesFiles(event.dataTransfer)) return;
      // Else the browser would leave the page and open the file.
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = accepts(event) ? 'copy' : 'none';
      setDragging(accepts(event));
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent) => {
      setDragging(false);
      if (event.defaultPrevented || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      const source = accepts(event) && event.dataTransfer ? sourceOfDrop(event.dataTransfer) : null;
      if (source) take(source);
    };
    const controller = new AbortController();
    const { signal } = controller;
    window.addEventListener('dragenter', over, { signal });
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => controller.abort();
  }, []);
  return isDragging;
}

const isDialogOpen = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

function DropOverlay({ hasProject }: { hasProject: boolean }) {
  return (
    <div className={classes.overlay}>
      <div className={classes.target}>
        <ImageDown size={44} strokeWidth={1.5} aria-hidden />
        <Text size="lg" fw={600}>
          {hasProject ? 'Drop to import' : 'Drop to begin a project with these'}
        </Text>
        <Text c="dimmed" maw={420} ta="center">
          Photographs, vessel annotations and masks of the field of view, as files or whole folders. You see
          what was recognised before anything is stored.
        </Text>
      </div>
    </div>
  );
}
