import { useMemo, useState } from 'react';
import { keepListed, nothingSelected, type Selection } from './selection.ts';

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
