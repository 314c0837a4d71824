import { useLocalStorage } from '@mantine/hooks';
import { useDeferredValue, useMemo, useState } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import { type Listed, useSelection } from '../ui/lists/selection.ts';
import {
  byName,
  countFacets,
  type FacetCounts,
  filterImages,
  type ImageFilter,
  noFilter,
  type Sorting,
  sortImages,
} from './filters.ts';

export type ViewMode = 'grid' | 'table';

/** What the data set screen shows: images under filters, sorted, some of them selected. */
export interface DatasetView extends Listed<ImageItem> {
  readonly images: readonly ImageItem[];
  readonly counts: FacetCounts;
  readonly filter: ImageFilter;
  readonly setFilter: (filter: ImageFilter) => void;
  readonly sorting: Sorting;
  readonly setSorting: (sorting: Sorting) => void;
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
  const applied = useDeferredValue(filter);
  const sorted = useMemo(() => sortImages(images, sorting), [images, sorting]);
  const shown = useMemo(() => filterImages(sorted, applied), [sorted, applied]);
  const list = useSelection(shown);
  const counts = useMemo(() => countFacets(images, applied), [images, applied]);
  return {
    ...list,
    ...{ images, counts, filter, setFilter, sorting, setSorting, mode, setMode, tileSize, setTileSize },
  };
}
