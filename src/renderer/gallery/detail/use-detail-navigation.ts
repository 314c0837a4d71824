import { getRouteApi } from '@tanstack/react-router';
import { useRef } from 'react';
import { neighboursOf } from '../neighbours.ts';

const route = getRouteApi('/gallery');

export interface DetailNavigation {
  /** The image in detail; null while the grid is shown. */
  readonly id: number | null;
  /** From 1; null where the filters do not show it. */
  readonly position: number | null;
  readonly total: number;
  readonly next: number | null;
  readonly previous: number | null;
  readonly open: (id: number) => void;
  readonly close: () => void;
}

/** The image that the address names, and its way through those shown. */
export function useDetailNavigation(order: readonly number[]): DetailNavigation {
  const { image } = route.useSearch();
  const navigate = route.useNavigate();
  const lastPosition = useRef<number | null>(null);
  const id = image ?? null;
  const neighbours =
    id === null
      ? { position: null, next: null, previous: null }
      : neighboursOf(order, id, lastPosition.current);
  if (neighbours.position !== null) lastPosition.current = neighbours.position;
  return {
    id,
    ...neighbours,
    total: order.length,
    open: (next) => void navigate({ search: { image: next }, replace: id !== null }),
    close: () => void navigate({ search: {} }),
  };
}
