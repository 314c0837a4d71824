import {
  type HTMLAttributes,
  type KeyboardEvent,
  type MouseEvent,
  type SyntheticEvent,
  useMemo,
  useState,
} from 'react';

/** Items of a list or grid that are selected, by id. The order of the list is not part of it: filters change it. */
export interface Selection {
  readonly ids: ReadonlySet<number>;
  /** Where a range begins. */
  readonly anchor: number | null;
  /** What the keyboard is at. */
  readonly focus: number | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null, focus: null };

export interface SelectionModifiers {
  /** Shift: all from the anchor to here. */
  readonly extend?: boolean;
  /** Ctrl or Cmd: what was selected before stays so. */
  readonly toggle?: boolean;
}

/** A click on an item of `order`, or the keyboard choosing it. */
export function selectItem(
  selection: Selection,
  order: readonly number[],
  id: number,
  { extend = false, toggle = false }: SelectionModifiers = {},
): Selection {
  if (extend) {
    const anchor = selection.anchor !== null && order.includes(selection.anchor) ? selection.anchor : id;
    const range = rangeOf(order, anchor, id);
    return { ids: new Set(toggle ? [...selection.ids, ...range] : range), anchor, focus: id };
  }
  if (!toggle) return selectOnly(id);
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id, focus: id };
}

export function selectOnly(id: number): Selection {
  return { ids: new Set([id]), anchor: id, focus: id };
}

/** The keyboard stays where it is. */
export function selectNone(selection: Selection): Selection {
  return { ...selection, ids: new Set() };
}

export function selectAll(selection: Selection, order: readonly number[]): Selection {
  return { ...selection, ids: new Set(order) };
}

/** Leaves out what is not in the list any more. */
export function keepListed(selection: Selection, order: readonly number[]): Selection {
  const listed = new Set(order);
  const isListed = (id: number | null) => id !== null && listed.has(id);
  if (
    [...selection.ids].every((id) => listed.has(id)) &&
    [selection.anchor, selection.focus].every((id) => id === null || isListed(id))
  )
    return selection;
  return {
    ids: new Set([...selection.ids].filter((id) => listed.has(id))),
    anchor: isListed(selection.anchor) ? selection.anchor : null,
    focus: isListed(selection.focus) ? selection.focus : null,
  };
}

/** How items lie on the screen, for the arrow keys; a list has one column. */
export interface GridShape {
  readonly columns: number;
  /** Rows that Page up and Page down pass over. */
  readonly pageRows: number;
}

const movements: Readonly<Record<string, (shape: GridShape) => number>> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: ({ columns }) => -columns,
  ArrowDown: ({ columns }) => columns,
  PageUp: ({ columns, pageRows }) => -columns * pageRows,
  PageDown: ({ columns, pageRows }) => columns * pageRows,
  Home: () => Number.NEGATIVE_INFINITY,
  End: () => Number.POSITIVE_INFINITY,
};

/**
 * The item that a key of movement leads to from the one that the keyboard is at, from the first where it is at
 * none; null for other keys and for an empty list.
 */
export function itemAfterKey(
  { focus }: Selection,
  order: readonly number[],
  key: string,
  shape: GridShape,
): number | null {
  const movement = movements[key];
  if (!movement || order.length === 0) return null;
  const from = focus === null ? -1 : order.indexOf(focus);
  if (from < 0) return order[0] ?? null;
  const to = from + movement(shape);
  const isRowKey = key === 'ArrowUp' || key === 'ArrowDown';
  const isLastRow = Math.floor(from / shape.columns) === Math.floor((order.length - 1) / shape.columns);
  if (isRowKey && (to < 0 || (isLastRow && to >= order.length))) return order[from] ?? null;
  return order[Math.min(order.length - 1, Math.max(0, to))] ?? null;
}

/**
 * A key of movement: alone it selects, with shift it extends the range, with ctrl it only moves.
 * @returns null for other keys
 */
export function selectByKey(
  selection: Selection,
  order: readonly number[],
  key: string,
  shape: GridShape,
  { extend = false, toggle = false }: SelectionModifiers = {},
): Selection | null {
  const id = itemAfterKey(selection, order, key, shape);
  if (id === null) return null;
  if (toggle && !extend) return { ...selection, focus: id };
  return selectItem(selection, order, id, { extend, toggle });
}

function rangeOf(order: readonly number[], a: number, b: number): number[] {
  const [from, to] = [order.indexOf(a), order.indexOf(b)];
  return order.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** Items under filters, sorted, some of them selected. */
export interface Listed<Item> {
  readonly shown: readonly Item[];
  /** Ids of those shown, in their order. */
  readonly order: readonly number[];
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly selected: readonly Item[];
}

/** A selection among the items shown: what is not shown any more is not selected either. */
export function useSelection<Item extends { readonly id: number }>(shown: readonly Item[]): Listed<Item> {
  const [selection, setSelection] = useState(nothingSelected);
  const order = useMemo(() => shown.map(({ id }) => id), [shown]);
  const listed = useMemo(() => keepListed(selection, order), [selection, order]);
  const selected = useMemo(() => shown.filter(({ id }) => listed.ids.has(id)), [shown, listed]);
  return { shown, order, selection: listed, setSelection, selected };
}

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
