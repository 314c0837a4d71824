import { useLocalStorage } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState } from 'react';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { type Neighbours, useNeighbours } from '../ui/lists/neighbours.ts';
import { type Listed, useSelection } from '../ui/lists/selection.ts';
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
export interface GalleryView extends Listed<SyntheticItem> {
  readonly items: readonly SyntheticItem[];
  readonly facets: Facets;
  readonly filter: GalleryFilter;
  readonly setFilter: (filter: GalleryFilter) => void;
  readonly sorting: Sorting;
  readonly setSorting: (sorting: Sorting) => void;
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
  const applied = useDeferredValue(filter);
  const sorted = useMemo(() => sortItems(items, sorting, nameOf), [items, sorting, nameOf]);
  const shown = useMemo(() => filterItems(sorted, applied), [sorted, applied]);
  const list = useSelection(shown);
  const facets = useMemo(() => countFacets(items), [items]);
  return {
    ...list,
    ...{ items, facets, filter, setFilter, sorting, setSorting },
    tileSize: tileSize in tileSizes ? tileSize : 'medium',
    setTileSize,
  };
}

const route = getRouteApi('/gallery');

export interface DetailNavigation extends Neighbours {
  /** The image in detail; null while the grid is shown. */
  readonly id: number | null;
  readonly total: number;
  readonly open: (id: number) => void;
  readonly close: () => void;
}

/** The image that the address names, and its way through those shown. */
export function useDetailNavigation(order: readonly number[]): DetailNavigation {
  const { image } = route.useSearch();
  const navigate = route.useNavigate();
  const id = image ?? null;
  return {
    id,
    ...useNeighbours(order, id),
    total: order.length,
    open: (next) => void navigate({ search: { image: next }, replace: id !== null }),
    close: () => void navigate({ search: {} }),
  };
}
