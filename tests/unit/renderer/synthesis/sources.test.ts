import { describe, expect, it } from 'vitest';
import { countSources, maskOf, sourcesOf } from '../../../../src/renderer/synthesis/sources.ts';
import type { MaskVersion, Verdict } from '../../../../src/shared/api/images.ts';
import type { Diagnosis, MaskOrigin } from '../../../../src/shared/domain.ts';

const image = (
  name: string,
  diagnosis: Diagnosis | null,
  masks: Partial<Record<MaskOrigin, number>>,
  verdict: Verdict | null = null,
) => ({ name, diagnosis, verdict, masks: { annotated: 0, predicted: 0, edited: 0, ...masks } });

const images = [
  image('annotated', 'h', { annotated: 1 }),
  image('both', 'dr', { annotated: 1, predicted: 2 }, 'accepted'),
  image('edited', 'h', { predicted: 1, edited: 1 }, 'needs-work'),
  image('predicted', null, { predicted: 1 }, 'accepted'),
  image('bare', 'g', {}, 'accepted'),
];
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

describe('countSources', () => {
  it('counts photographs with a mask of each choice', () => {
    expect(countSources(images)).toEqual({ best: 4, annotated: 3, reviewed: 2, predicted: 3 });
  });
});

describe('sourcesOf', () => {
  it('takes all photographs with such a mask, each of its own class', () => {
    const { sources, isOfOtherClasses } = sourcesOf(images, 'predicted', null);
    expect(names(sources)).toEqual(['both', 'edited', 'predicted']);
    expect(isOfOtherClasses).toBe(false);
  });

  it('takes those of the class, and all where it has none', () => {
    expect(names(sourcesOf(images, 'best', 'h').sources)).toEqual(['annotated', 'edited']);
    const others = sourcesOf(images, 'annotated', 'g');
    expect(names(others.sources)).toEqual(['annotated', 'both', 'edited']);
    expect(others.isOfOtherClasses).toBe(true);
    expect(sourcesOf([], 'best', 'g')).toEqual({ sources: [], isOfOtherClasses: false });
  });
});

describe('maskOf', () => {
  const version = (id: number, origin: MaskOrigin): MaskVersion => ({
    id,
    imageId: 1,
    version: id,
    origin,
    sha256: 'a'.repeat(64),
    probabilitySha256: null,
    observer: null,
    model: null,
    parentId: null,
    createdAt: '2026-11-01T10:00:00.000Z',
  });
  const versions = [version(1, 'annotated'), version(2, 'edited'), version(3, 'predicted')];

  it.each([
    ['best', 2],
    ['reviewed', 2],
    ['annotated', 2],
    ['predicted', 3],
  ] as const)('%s is version %i of an annotated, edited and predicted photograph', (choice, id) => {
    expect(maskOf({ versions }, choice)?.id).toBe(id);
  });

  it('falls back to the prediction where a choice allows it', () => {
    const predicted = { versions: [version(1, 'predicted'), version(2, 'predicted')] };
    expect(maskOf(predicted, 'best')?.id).toBe(2);
    expect(maskOf(predicted, 'annotated')).toBeNull();
    expect(maskOf({ versions: [] }, 'best')).toBeNull();
  });
});
