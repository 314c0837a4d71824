import type { DragEvent, HTMLAttributes, SyntheticEvent } from 'react';
import { formatCount } from '../ui/format.ts';
import { type GridShape, selectItem, selectionHandlers } from '../ui/lists/selection.ts';
import { dragImages } from './drag.ts';
import type { DatasetView } from './use-dataset-view.ts';

/** Handlers of a list of images, whose items bear `data-id`: those of any selection, and dragging it. */
export function listHandlers(
  view: DatasetView,
  shape: GridShape,
  onOpen: (id: number) => void,
): HTMLAttributes<HTMLDivElement> {
  const handlers = selectionHandlers(view, shape, onOpen);
  return {
    ...handlers,
    onClick: (event) => {
      const isOfHead = event.target instanceof Element && event.target.closest('[role="columnheader"]');
      if (!isOfHead) handlers.onClick?.(event);
    },
    onDragStart: (event) => onDragStart(event, view),
  };
}

function onDragStart(event: DragEvent, { selection, order, selected, setSelection }: DatasetView): void {
  const id = idOf(event);
  if (id === null) return;
  const isOfSelection = selection.ids.has(id);
  if (!isOfSelection) setSelection(selectItem(selection, order, id));
  const ids = isOfSelection ? selected.map((image) => image.id) : [id];
  dragImages(event.dataTransfer, ids, formatCount(ids.length, 'image'));
}

function idOf({ target }: SyntheticEvent): number | null {
  const item = target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null;
  return item ? Number(item.dataset.id) : null;
}
