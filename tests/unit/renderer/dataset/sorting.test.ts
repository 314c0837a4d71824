import { expect, it } from 'vitest';
import { byName, nextSorting, type Sorting, sortImages } from '../../../../src/renderer/dataset/sorting.ts';
import { imageItem, masks } from './image-items.ts';

const images = [
  imageItem({ id: 1, name: 'b10', split: 'test', width: 10, masks: masks(2) }),
  imageItem({ id: 2, name: 'B9', split: null, width: 30, masks: masks(0, 1) }),
  imageItem({ id: 3, name: 'a', split: 'train', width: 20 }),
  imageItem({ id: 4, name: 'c', split: 'train', width: 20 }),
];
const order = (sorting: Sorting) => sortImages(images, sorting).map(({ id }) => id);

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
