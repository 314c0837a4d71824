import { useEffect, useEffectEvent, useState } from 'react';
import { carriesFiles, type ImportSource, sourceOfDrop } from '../ui/file-source.ts';

/**
 * Follows files that are dragged over the window. Not while a dialog is open, nor where a screen has taken the drag by
 * preventing its default: they take files of their own.
 * @returns whether some are over it now
 */
export function useFileDrop(onDrop: (source: ImportSource) => void): boolean {
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
