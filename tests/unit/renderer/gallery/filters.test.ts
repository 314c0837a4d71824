import { describe, expect, it } from 'vitest';
import {
  countFacets,
  filterItems,
  isFiltered,
  noFilter,
  sortItems,
} from '../../../../src/renderer/gallery/filters.ts';
import { item } from './items.ts';

const items = [
  item({ id: 1, diagnosis: 'g', imageId: 7, isKept: true, tags: ['sharp', 'paper'] }),
  item({ id: 2, diagnosis: 'h', imageId: 8, isKept: false, modelId: 2 }),
  item({ id: 3, diagnosis: 'dr', imageId: 7, tags: ['sharp'] }),
  item({ id: 4, diagnosis: 'h', imageId: 9 }),
];
const ids = (found: readonly { id: number }[]) => found.map(({ id }) => id);
const nameOf = (id: number) => ({ 7: '10_g', 8: '2_h', 9: '2_dr' })[id] ?? '';

describe('filterItems', () => {
  it('shows all without a filter', () => {
    expect(isFiltered(noFilter)).toBe(false);
    expect(filterItems(items, noFilter)).toBe(items);
  });

  it.each([
    [{ decision: 'kept' }, [1]],
    [{ decision: 'discarded' }, [2]],
    [{ decision: 'undecided' }, [3, 4]],
    [{ diagnosis: 'h' }, [2, 4]],
    [{ tag: 'sharp' }, [1, 3]],
    [{ modelId: 2 }, [2]],
    [{ imageId: 7 }, [1, 3]],
    [{ imageId: 7, decision: 'undecided' }, [3]],
  ] as const)('%j leaves %j', (filter, expected) => {
    expect(ids(filterItems(items, { ...noFilter, ...filter }))).toEqual(expected);
  });
});

describe('sortItems', () => {
  it.each([
    ['newest', [4, 3, 2, 1]],
    ['oldest', [1, 2, 3, 4]],
    ['class', [4, 2, 3, 1]],
    ['photograph', [4, 2, 3, 1]],
  ] as const)('%s', (sorting, expected) => {
    expect(ids(sortItems(items, sorting, nameOf))).toEqual(expected);
  });
});

it('counts what can be filtered by', () => {
  const facets = countFacets(items);
  expect(facets.decisions).toEqual({ undecided: 2, kept: 1, discarded: 1 });
  expect(facets.diagnoses).toEqual({ h: 2, dr: 1, g: 1 });
  expect(facets.tags).toEqual([
    ['paper', 1],
    ['sharp', 2],
  ]);
  expect([...facets.models]).toEqual([
    [1, 3],
    [2, 1],
  ]);
  expect(facets.photographs.get(7)).toBe(2);
});
