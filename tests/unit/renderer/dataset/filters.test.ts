import { describe, expect, it } from 'vitest';
import {
  byName,
  countFacets,
  filterImages,
  isFiltering,
  nextSorting,
  noFilter,
  type Sorting,
  sortImages,
  toggleValue,
} from '../../../../src/renderer/dataset/filters.ts';
import { imageItem, masks } from './image-items.ts';

const images = [
  imageItem({ id: 1, name: '01_h', diagnosis: 'h', split: 'train', verdict: 'accepted', masks: masks(1, 1) }),
  imageItem({ id: 2, name: '02_h', diagnosis: 'h', split: 'test', masks: masks(1) }),
  imageItem({ id: 3, name: '01_dr', diagnosis: 'dr', split: 'train', masks: masks(0, 2, 1) }),
  imageItem({ id: 4, name: 'Unknown eye' }),
];
const shown = (filter: Partial<typeof noFilter>) =>
  filterImages(images, { ...noFilter, ...filter }).map(({ id }) => id);

describe('filterImages', () => {
  it('shows all without a filter', () => {
    expect(shown({})).toEqual([1, 2, 3, 4]);
    expect(isFiltering(noFilter)).toBe(false);
  });

  it('takes values of one facet as alternatives and of several facets together', () => {
    expect(shown({ diagnosis: ['h', 'dr'] })).toEqual([1, 2, 3]);
    expect(shown({ diagnosis: ['h', 'dr'], split: ['train'] })).toEqual([1, 3]);
    expect(shown({ diagnosis: ['none'], split: ['none'], verdict: ['none'] })).toEqual([4]);
  });

  it('finds images by what masks they have and lack', () => {
    expect(shown({ masks: ['annotated'] })).toEqual([1, 2]);
    expect(shown({ masks: ['predicted'] })).toEqual([1, 3]);
    expect(shown({ masks: ['edited'] })).toEqual([3]);
    expect(shown({ masks: ['not-annotated'] })).toEqual([3, 4]);
    expect(shown({ masks: ['none'] })).toEqual([4]);
  });

  it('finds every word in the name, whatever its case', () => {
    expect(shown({ text: ' EYE un ' })).toEqual([4]);
    expect(shown({ text: '01' })).toEqual([1, 3]);
    expect(shown({ text: '01 g' })).toEqual([]);
  });
});

describe('countFacets', () => {
  it('counts each value under the other filters, not under its own facet', () => {
    const counts = countFacets(images, { ...noFilter, diagnosis: ['h'], split: ['train'] });
    expect(Object.fromEntries(counts.diagnosis)).toEqual({ h: 1, dr: 1 });
    expect(Object.fromEntries(counts.split)).toEqual({ train: 1, test: 1 });
    expect(Object.fromEntries(counts.masks)).toEqual({ annotated: 1, predicted: 1 });
  });

  it('says what choosing a value would show', () => {
    const filter = { ...noFilter, text: '0', masks: ['annotated', 'edited'] };
    const counts = countFacets(images, filter);
    for (const [value, count] of counts.split)
      expect(filterImages(images, { ...filter, split: [value] })).toHaveLength(count);
    expect(counts.split.size).toBeGreaterThan(1);
  });
});

it('toggles a value of a facet', () => {
  const one = toggleValue(noFilter, 'split', 'train');
  const two = toggleValue(one, 'split', 'none');
  expect(two.split).toEqual(['train', 'none']);
  expect(isFiltering(two)).toBe(true);
  expect(toggleValue(two, 'split', 'train').split).toEqual(['none']);
});

const unsorted = [
  imageItem({ id: 1, name: 'b10', split: 'test', width: 10, masks: masks(2) }),
  imageItem({ id: 2, name: 'B9', split: null, width: 30, masks: masks(0, 1) }),
  imageItem({ id: 3, name: 'a', split: 'train', width: 20 }),
  imageItem({ id: 4, name: 'c', split: 'train', width: 20 }),
];
const order = (sorting: Sorting) => sortImages(unsorted, sorting).map(({ id }) => id);

it('sorts names as people do', () => {
  expect(order(byName)).toEqual([3, 2, 1, 4]);
  expect(order({ key: 'name', isDescending: true })).toEqual([4, 1, 2, 3]);
});

it('sorts by column, equals by name in either direction', () => {
  expect(order({ key: 'pixels', isDescending: false })).toEqual([1, 3, 4, 2]);
  expect(order({ key: 'pixels', isDescending: true })).toEqual([2, 3, 4, 1]);
  expect(order({ key: 'annotated', isDescending: true })).toEqual([1, 3, 2, 4]);
});

it('puts splits in the order of use, those without last', () => {
  expect(order({ key: 'split', isDescending: false })).toEqual([3, 4, 1, 2]);
});

it('turns round on the same column and begins ascending on another', () => {
  expect(nextSorting(byName, 'name')).toEqual({ key: 'name', isDescending: true });
  expect(nextSorting({ key: 'name', isDescending: true }, 'name')).toEqual(byName);
  expect(nextSorting({ key: 'name', isDescending: true }, 'id')).toEqual({ key: 'id', isDescending: false });
});
