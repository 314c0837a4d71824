import { getRouteApi } from '@tanstack/react-router';
import { type Neighbours, useNeighbours } from '../../ui/neighbours.ts';

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
