import { expect, it } from 'vitest';
import { splitHint, summariseSplits } from '../../../../src/renderer/dataset/split-summary.ts';
import { imageItem, masks } from './image-items.ts';

const annotated = (id: number, split: 'train' | 'val' | 'test' | null) =>
  imageItem({ id, split, diagnosis: 'g', masks: masks(1) });

it('counts images, annotated ones and classes by split', () => {
  const summary = summariseSplits([
    annotated(1, 'train'),
    imageItem({ id: 2, split: 'train' }),
    annotated(3, null),
  ]);
  expect(summary.train).toEqual({ total: 2, annotated: 1, byClass: { h: 0, dr: 0, g: 1, none: 1 } });
  expect(summary.val.total).toBe(0);
  expect(summary.none).toEqual({ total: 1, annotated: 1, byClass: { h: 0, dr: 0, g: 1, none: 0 } });
});

it('says what training and evaluation lack', () => {
  const hint = (...images: Parameters<typeof summariseSplits>[0][number][]) =>
    splitHint(summariseSplits(images));
  expect(hint()).toBeNull();
  expect(hint(imageItem({ id: 1, split: 'train' }))).toMatch(/No image has a vessel annotation/);
  expect(hint(annotated(1, null), annotated(2, 'test'))).toMatch(/“training”: assign .* the 2 /);
  expect(hint(annotated(1, 'train'), annotated(2, 'val'))).toMatch(/“test”/);
  expect(hint(annotated(1, 'train'), annotated(2, 'test'))).toBeNull();
});
