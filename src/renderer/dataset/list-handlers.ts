import type { DragEvent, HTMLAttributes, SyntheticEvent } from 'react';
import { formatCount } from '../ui/format.ts';
import { type GridShape, selectItem, selectionHandlers } from '../ui/lists/selection.ts';
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

const type = 'application/x-fundus-studio-images';

/** Lets images of the data set be dragged, with a label at the pointer that says how many. */
function dragImages(transfer: DataTransfer, ids: readonly number[], label: string): void {
  transfer.setData(type, JSON.stringify(ids));
  transfer.effectAllowed = 'move';
  const badge = document.createElement('div');
  badge.textContent = label;
  Object.assign(badge.style, {
    position: 'fixed',
    top: '-100px',
    padding: '6px 12px',
    borderRadius: '8px',
    background: 'var(--mantine-color-teal-7)',
    color: 'white',
    fontSize: '13px',
  });
  document.body.append(badge);
  transfer.setDragImage(badge, -12, -8);
  // The browser takes the picture of it after the event.
  setTimeout(() => badge.remove());
}

export const carriesImages = (transfer: DataTransfer) => transfer.types.includes(type);

export function draggedImages(transfer: DataTransfer): number[] {
  const ids: unknown = JSON.parse(transfer.getData(type) || '[]');
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
}
