import { useRef } from 'react';

export interface Neighbours {
  readonly previous: number | null;
  readonly next: number | null;
  /** From 1; null where the item is not in the list. */
  readonly position: number | null;
}

/**
 * What comes before and after an item.
 * @param lastPosition where the item was, from 1, before it left the list
 */
export function neighboursOf(order: readonly number[], id: number, lastPosition: number | null): Neighbours {
  const index = order.indexOf(id);
  if (index >= 0) {
    return { previous: order[index - 1] ?? null, next: order[index + 1] ?? null, position: index + 1 };
  }
  const place = lastPosition === null ? 0 : lastPosition - 1;
  return { previous: order[place - 1] ?? null, next: order[place] ?? null, position: null };
}

/** Those of the item in detail, also after a filter has taken it from the list; none while there is no such item. */
export function useNeighbours(order: readonly number[], id: number | null): Neighbours {
  const lastPosition = useRef<number | null>(null);
  if (id === null) return { previous: null, next: null, position: null };
  const neighbours = neighboursOf(order, id, lastPosition.current);
  if (neighbours.position !== null) lastPosition.current = neighbours.position;
  return neighbours;
}
