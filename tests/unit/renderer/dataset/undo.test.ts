import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyUpdate, inverseOf } from '../../../../src/renderer/dataset/undo.ts';
import { diagnoses, splits } from '../../../../src/shared/domain.ts';
import { imageItem } from './image-items.ts';

const images = [
  imageItem({ id: 1, split: 'train', diagnosis: 'h' }),
  imageItem({ id: 2, split: 'test', diagnosis: 'h' }),
  imageItem({ id: 3, split: null, diagnosis: 'g' }),
];

it('restores each image to what it was, with one update a former value', () => {
  expect(inverseOf(images, { ids: [1, 2, 3], split: 'train' })).toEqual([
    { ids: [2], split: 'test' },
    { ids: [3], split: null },
  ]);
});

it('has nothing to restore where nothing changes', () => {
  expect(inverseOf(images, { ids: [1, 2], diagnosis: 'h' })).toEqual([]);
});

it('undoes any update', () => {
  const value = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values));
  const item = fc.record({ split: value(splits), diagnosis: value(diagnoses) });
  const change = fc.record(
    {
      ids: fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }),
      split: value(splits),
      diagnosis: value(diagnoses),
    },
    { requiredKeys: ['ids'] },
  );
  fc.assert(
    fc.property(fc.array(item, { minLength: 5, maxLength: 5 }), change, (items, update) => {
      const before = items.map((values, id) => imageItem({ id, ...values }));
      const after = applyUpdate(before, update);
      expect(inverseOf(before, update).reduce(applyUpdate, after)).toEqual(before);
    }),
  );
});
