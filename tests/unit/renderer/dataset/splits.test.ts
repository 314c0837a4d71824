import { expect, it } from 'vitest';
import { divideImages, splitHint, summariseSplits } from '../../../../src/renderer/dataset/splits.ts';
import { applyUpdate } from '../../../../src/renderer/dataset/undo.ts';
import { diagnoses } from '../../../../src/shared/domain.ts';
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

/** Two eyes of each of 40 people, classes in turn. */
const images = Array.from({ length: 80 }, (_, index) =>
  imageItem({
    id: index + 1,
    name: `P${Math.floor(index / 2) + 1}_${index % 2 ? 'left' : 'right'}`,
    diagnosis: diagnoses[Math.floor(index / 2) % 3] ?? null,
    sha256: String(index).padStart(64, '0'),
  }),
);
const personOf = (name: string) => name.split('_')[0];

it('divides all images by person, about 70, 15 and 15 %', () => {
  const divided = divideImages(images, 'all').reduce(applyUpdate, images);
  const share = (split: string) => divided.filter((image) => image.split === split).length / images.length;
  expect(share('train')).toBeCloseTo(0.7, 1);
  expect(share('val')).toBeCloseTo(0.15, 1);
  expect(share('test')).toBeCloseTo(0.15, 1);
  for (const members of Map.groupBy(divided, ({ name }) => personOf(name)).values())
    expect(new Set(members.map(({ split }) => split)).size).toBe(1);
});

it('leaves the splits that there are, and keeps people together', () => {
  const begun = images.map((image, index) => ({ ...image, split: index === 0 ? ('test' as const) : null }));
  const updates = divideImages(begun, 'unassigned');
  expect(updates.flatMap(({ ids }) => ids)).not.toContain(1);
  const divided = updates.reduce(applyUpdate, begun);
  expect(divided[0]?.split).toBe('test');
  expect(divided[1]?.split).toBe('test');
  expect(divided.every(({ split }) => split !== null)).toBe(true);
});
