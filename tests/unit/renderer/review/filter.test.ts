import { expect, test } from 'vitest';
import { countReviewed, filterImages, neighbour, noFilter } from '../../../../src/renderer/review/filter.ts';
import type { ImageItem } from '../../../../src/shared/api/images.ts';

const image = (id: number, changes: Partial<ImageItem>): ImageItem => ({
  ...{ id, name: `${id}`, width: 10, height: 10, diagnosis: null, split: null, verdict: null },
  ...{
    masks: { annotated: 0, predicted: 1, edited: 0 },
    sha256: '',
    extension: 'png',
    thumbnailSha256: null,
  },
  ...changes,
});
const images = [
  image(1, { verdict: 'accepted', diagnosis: 'h', split: 'train' }),
  image(2, { diagnosis: 'h', split: 'test' }),
  image(3, { verdict: 'needs-work', diagnosis: 'g' }),
  image(4, { diagnosis: 'g', split: 'test' }),
];
const ids = (...[filter, shown]: [Partial<typeof noFilter>, number?]) =>
  filterImages(images, { ...noFilter, ...filter }, shown).map(({ id }) => id);

test('filters go together, and the image in hand stays', () => {
  expect(ids({})).toEqual([1, 2, 3, 4]);
  expect(ids({ state: 'to-review' })).toEqual([2, 4]);
  expect(ids({ state: 'needs-work' })).toEqual([3]);
  expect(ids({ state: 'to-review', diagnosis: 'g', split: 'test' })).toEqual([4]);
  expect(ids({ state: 'to-review' }, 3)).toEqual([2, 3, 4]);
});

test('neighbours end where the list ends; an image that is not listed leads to the first', () => {
  expect(neighbour(images, 2, 1)?.id).toBe(3);
  expect(neighbour(images, 4, 1)).toBeUndefined();
  expect(neighbour(images, 1, -1)).toBeUndefined();
  expect(neighbour(images, 9, 1)?.id).toBe(1);
});

test('any verdict counts as reviewed', () => {
  expect(countReviewed(images)).toBe(2);
});
