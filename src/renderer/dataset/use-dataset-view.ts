import { useLocalStorage } from '@mantine/hooks';
import { useDeferredValue, useMemo, useState } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import { keepListed, nothingSelected, type Selection } from '../ui/selection.ts';
import { countFacets, type FacetCounts, filterImages, type ImageFilter, noFilter } from './filters.ts';
import { byName, type Sorting, sortImages } from './sorting.ts';

export type ViewMode = 'grid' | 'table';

/** What the data set screen shows: images under filters, sorted, some of them selected. */
export interface DatasetView {
  readonly images: readonly ImageItem[];
  readonly shown: readonly ImageItem[];
  /** Ids of those shown, in their order. */
  readonly order: readonly number[];
  readonly counts: FacetCounts;
  readonly filter: ImageFilter;
  readonly setFilter: (filter: ImageFilter) => void;
  readonly sorting: Sorting;
  readonly setSorting: (sorting: Sorting) => void;
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly selected: readonly ImageItem[];
  readonly mode: ViewMode;
  readonly setMode: (mode: ViewMode) => void;
  /** Width of a picture of the grid, pixels. */
  readonly tileSize: number;
  readonly setTileSize: (size: number) => void;
}

export function useDatasetView(images: readonly ImageItem[]): DatasetView {
  const [filter, setFilter] = useState(noFilter);
  const [sorting, setSorting] = useState(byName);
  const [mode, setMode] = useLocalStorage<ViewMode>({ key: 'fundus-dataset-view', defaultValue: 'grid' });
  const [tileSize, setTileSize] = useLocalStorage({ key: 'fundus-dataset-tile', defaultValue: 170 });
  const [selection, setSelection] = useState(nothingSelected);
  const applied = useDeferredValue(filter);
  const sorted = useMemo(() => sortImages(images, sorting), [images, sorting]);
  const shown = useMemo(() => filterImages(sorted, applied), [sorted, applied]);
  const order = useMemo(() => shown.map(({ id }) => id), [shown]);
  const listed = useMemo(() => keepListed(selection, order), [selection, order]);
  const selected = useMemo(() => shown.filter(({ id }) => listed.ids.has(id)), [shown, listed]);
  const counts = useMemo(() => countFacets(images, applied), [images, applied]);
  return {
    ...{ images, shown, order, counts, filter, setFilter, sorting, setSorting },
    ...{ selection: listed, setSelection, selected, mode, setMode, tileSize, setTileSize },
  };
}
