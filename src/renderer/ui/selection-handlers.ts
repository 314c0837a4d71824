import type { HTMLAttributes, KeyboardEvent, MouseEvent, SyntheticEvent } from 'react';
import { type GridShape, type Selection, selectByKey, selectItem, selectNone } from './selection.ts';

export interface Selectable {
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  /** Ids of the items in their order. */
  readonly order: readonly number[];
}

/**
 * Handlers for the scrolling element of a list whose items bear `data-id`: click, Shift and Ctrl click, arrows,
 * Space to toggle, Enter and double click to open.
 */
export function selectionHandlers(
  { selection, setSelection, order }: Selectable,
  shape: GridShape,
  onOpen: (id: number) => void,
): HTMLAttributes<HTMLElement> {
  return {
    onClick: (event) => {
      const id = idOf(event);
      if (id !== null) setSelection(selectItem(selection, order, id, modifiersOf(event)));
      else setSelection(selectNone(selection));
    },
    onDoubleClick: (event) => {
      const id = idOf(event);
      if (id !== null) onOpen(id);
    },
    onKeyDown: (event) => {
      if (event.target !== event.currentTarget || event.altKey) return;
      const { focus } = selection;
      if (event.key === 'Enter' && focus !== null) onOpen(focus);
      else {
        const next = selectionAfterKey(event, selection, order, shape);
        if (!next) return;
        setSelection(next);
      }
      event.preventDefault();
    },
  };
}

function selectionAfterKey(
  event: KeyboardEvent,
  selection: Selection,
  order: readonly number[],
  shape: GridShape,
): Selection | null {
  const { focus } = selection;
  if (event.key !== ' ') return selectByKey(selection, order, event.key, shape, modifiersOf(event));
  return focus === null ? null : selectItem(selection, order, focus, { ...modifiersOf(event), toggle: true });
}

function idOf({ target }: SyntheticEvent): number | null {
  const item = target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null;
  return item ? Number(item.dataset.id) : null;
}

function modifiersOf(event: MouseEvent | KeyboardEvent) {
  return { extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey };
}
