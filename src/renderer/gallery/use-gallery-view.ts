import { useLocalStorage } from '@mantine/hooks';
import { useDeferredValue, useMemo, useState } from 'react';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { keepListed, nothingSelected, type Selection } from '../ui/selection.ts';
import {
  countFacets,
  type Facets,
  filterItems,
  type GalleryFilter,
  noFilter,
  type Sorting,
  sortItems,
} from './filters.ts';

/** Widths of the pictures in pixels. */
export const tileSizes = { small: 120, medium: 180, large: 280 } as const;
export type TileSize = keyof typeof tileSizes;

/** What the gallery shows: images under filters, sorted, some of them selected. */
export interface GalleryView {
  readonly items: readonly SyntheticItem[];
  readonly shown: readonly SyntheticItem[];
  /** Ids of those shown, in their order. */
  readonly order: readonly number[];
  readonly facets: Facets;
  readonly filter: GalleryFilter;
  readonly setFilter: (filter: GalleryFilter) => void;
  readonly sorting: Sorting;
  readonly setSorting: (sorting: Sorting) => void;
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly selected: readonly SyntheticItem[];
  readonly tileSize: TileSize;
  readonly setTileSize: (size: TileSize) => void;
}

/** @param nameOf of a photograph */
export function useGalleryView(
  items: readonly SyntheticItem[],
  nameOf: (imageId: number) => string,
): GalleryView {
  const [filter, setFilter] = useState(noFilter);
  const [sorting, setSorting] = useState<Sorting>('newest');
  const [tileSize, setTileSize] = useLocalStorage<TileSize>({
    key: 'fundus-studio.gallery-tile',
    defaultValue: 'medium',
    getInitialValueInEffect: false,
  });
  const [selection, setSelection] = useState(nothingSelected);
  const applied = useDeferredValue(filter);
  const sorted = useMemo(() => sortItems(items, sorting, nameOf), [items, sorting, nameOf]);
  const shown = useMemo(() => filterItems(sorted, applied), [sorted, applied]);
  const order = useMemo(() => shown.map(({ id }) => id), [shown]);
  const listed = useMemo(() => keepListed(selection, order), [selection, order]);
  const selected = useMemo(() => shown.filter(({ id }) => listed.ids.has(id)), [shown, listed]);
  const facets = useMemo(() => countFacets(items), [items]);
  return {
    ...{ items, shown, order, facets, filter, setFilter, sorting, setSorting },
    ...{ selection: listed, setSelection, selected },
    tileSize: tileSize in tileSizes ? tileSize : 'medium',
    setTileSize,
  };
}
