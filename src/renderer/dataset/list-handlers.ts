import type { DragEvent, HTMLAttributes, KeyboardEvent, MouseEvent, SyntheticEvent } from 'react';
import { formatCount } from '../ui/format.ts';
import { type GridShape, selectByKey, selectItem } from '../ui/selection.ts';
import { dragImages } from './drag.ts';
import type { DatasetView } from './use-dataset-view.ts';

/**
 * Handlers for the scrolling element of a list whose items bear `data-id`: click, Shift and Ctrl click, arrows,
 * Space, Enter and double click to open, and dragging the selection.
 */
export function listHandlers(
  view: DatasetView,
  shape: GridShape,
  onOpen: (id: number) => void,
): HTMLAttributes<HTMLDivElement> {
  const { selection, order, setSelection } = view;
  return {
    onClick: (event) => {
      const id = idOf(event);
      if (id !== null) setSelection(selectItem(selection, order, id, modifiersOf(event)));
      else if (event.target === event.currentTarget) setSelection({ ...selection, ids: new Set() });
    },
    onDoubleClick: (event) => {
      const id = idOf(event);
      if (id !== null) onOpen(id);
    },
    onKeyDown: (event) => onKey(event, view, shape, onOpen),
    onDragStart: (event) => onDragStart(event, view),
  };
}

function onKey(
  event: KeyboardEvent<HTMLDivElement>,
  { selection, order, setSelection }: DatasetView,
  shape: GridShape,
  onOpen: (id: number) => void,
): void {
  const { focus } = selection;
  if (event.target !== event.currentTarget || event.altKey) return;
  if (event.key === 'Enter' && focus !== null) onOpen(focus);
  else if (event.key === ' ' && focus !== null)
    setSelection(selectItem(selection, order, focus, { ...modifiersOf(event), toggle: true }));
  else {
    const moved = selectByKey(selection, order, event.key, shape, modifiersOf(event));
    if (!moved) return;
    setSelection(moved);
  }
  event.preventDefault();
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

function modifiersOf(event: MouseEvent | KeyboardEvent) {
  return { extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey };
}
