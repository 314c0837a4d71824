import { expect, it } from 'vitest';
import { describeMask, lineageOf } from '../../../../src/renderer/gallery/detail/lineage.ts';
import type { MaskVersion } from '../../../../src/shared/api/images.ts';
import type { SyntheticDetail } from '../../../../src/shared/api/synthetic.ts';
import { item } from './items.ts';

const mask = (part: Partial<MaskVersion>): MaskVersion => ({
  id: 1,
  imageId: 1,
  version: 1,
  origin: 'annotated',
  sha256: 'a'.repeat(64),
  probabilitySha256: null,
  observer: null,
  model: null,
  parentId: null,
  createdAt: '2026-11-01T10:00:00.000Z',
  ...part,
});
const edited = mask({ id: 2, version: 2, origin: 'edited', parentId: 1 });
const predicted = mask({ origin: 'predicted', model: 'unet-hrf' });

const detail: SyntheticDetail = {
  ...item({ id: 4, diagnosis: 'dr', seed: 77 }),
  maskSha256: 'b'.repeat(64),
  createdAt: '2026-11-02T10:00:00.000Z',
  style: [0.5, -1],
  model: { name: 'gan-hrf', sha256: 'c'.repeat(64) },
  masks: [edited, predicted],
  source: {
    id: 1,
    name: '01_h',
    width: 3504,
    height: 2336,
    diagnosis: null,
    split: 'train',
    verdict: null,
    masks: { annotated: 0, predicted: 1, edited: 1 },
    sha256: 'd'.repeat(64),
    extension: 'jpg',
    thumbnailSha256: null,
  },
};

it('goes from the photograph over the first mask to the image', () => {
  const lineage = lineageOf(detail);
  expect(lineage.photograph).toEqual({ name: '01_h', sha256: 'd'.repeat(64), class: null, split: 'train' });
  expect(lineage.masks.map(({ version, origin }) => [version, origin])).toEqual([
    [1, 'predicted'],
    [2, 'edited'],
  ]);
  expect(lineage.masks[0]).toMatchObject({ segmenter: 'unet-hrf' });
  expect(lineage.masks[1]).not.toHaveProperty('segmenter');
  expect(lineage.synthesizer).toEqual({
    name: 'gan-hrf',
    sha256: 'c'.repeat(64),
    seed: 77,
    style: [0.5, -1],
  });
  expect(lineage.image.class).toBe('diabetic retinopathy');
});

it('says where a mask comes from', () => {
  expect(describeMask(predicted)).toBe('Mask 1, extracted by unet-hrf');
  expect(describeMask(edited)).toBe('Mask 2, edited');
  expect(describeMask(mask({ observer: '1stHO' }))).toBe('Mask 1, annotated by 1stHO');
  expect(describeMask(mask({}))).toBe('Mask 1, annotated');
});
