import { describe, expect, test } from 'vitest';
import {
  bestThreshold,
  countConfusion,
  f1Curve,
  meanScores,
  scoresOf,
} from '../../../src/main/evaluation/segmentation-metrics.ts';
import { noisyPair, pixelsInside } from './pairs.ts';

const map = (values: number[]) => ({ width: values.length, height: 1, data: Float32Array.from(values) });
const mask = (values: number[]) => ({ width: values.length, height: 1, data: Uint8Array.from(values) });

describe('countConfusion and scoresOf', () => {
  test('count by hand: a value at the threshold is vessel, a pixel outside counts for nothing', () => {
    const counts = countConfusion(
      {
        probability: map([0.9, 0.5, 0.4, 0.6, 0.1, 0.9]),
        truth: mask([1, 1, 1, 0, 0, 0]),
        fov: mask([1, 1, 1, 1, 1, 0]),
      },
      0.5,
    );
    expect(counts).toEqual({ truePositives: 2, falsePositives: 1, trueNegatives: 1, falseNegatives: 1 });
    expect(scoresOf(counts)).toEqual({ f1: 4 / 6, sensitivity: 2 / 3, specificity: 1 / 2, accuracy: 3 / 5 });
  });

  test.each([1, 2, 3])('agree with precision and recall computed from sets of pixels (seed %i)', (seed) => {
    const pair = noisyPair(seed);
    const pixels = pixelsInside(pair);
    const found = pixels.filter(({ p }) => p >= 0.45);
    const real = pixels.filter(({ vessel }) => vessel);
    const both = found.filter((pixel) => real.includes(pixel)).length;
    const precision = both / found.length;
    const recall = both / real.length;
    const neither = pixels.filter((pixel) => !found.includes(pixel) && !real.includes(pixel)).length;
    const scores = scoresOf(countConfusion(pair, 0.45));
    expect(scores.f1).toBeCloseTo(2 / (1 / precision + 1 / recall), 12);
    expect(scores.sensitivity).toBeCloseTo(recall, 12);
    expect(scores.specificity).toBeCloseTo(neither / (pixels.length - real.length), 12);
    expect(scores.accuracy).toBeCloseTo((both + neither) / pixels.length, 12);
  });

  test('call an empty mask for an image without vessels perfect', () => {
    const counts = countConfusion(
      { probability: map([0.1, 0.2]), truth: mask([0, 0]), fov: mask([1, 1]) },
      0.5,
    );
    expect(scoresOf(counts)).toEqual({ f1: 1, sensitivity: 1, specificity: 1, accuracy: 1 });
  });

  test('refuse maps of different sizes and an empty field of view', () => {
    const pair = { probability: map([0.1, 0.2]), truth: mask([0, 0]), fov: mask([0, 0]) };
    expect(() => countConfusion(pair, 0.5)).toThrow(expect.objectContaining({ code: 'no-data' }));
    expect(() => countConfusion({ ...pair, truth: mask([0]) }, 0.5)).toThrow(
      expect.objectContaining({ code: 'size-mismatch' }),
    );
  });
});

test('meanScores is the mean over images, not over pixels', () => {
  const a = { f1: 1, sensitivity: 0.5, specificity: 1, accuracy: 0.8 };
  const b = { f1: 0.5, sensitivity: 0.25, specificity: 0, accuracy: 0.6 };
  expect(meanScores([a, b])).toEqual({ f1: 0.75, sensitivity: 0.375, specificity: 0.5, accuracy: 0.7 });
});

const pairs = [noisyPair(1), noisyPair(2, 31, 77), noisyPair(3, 8, 8)];

test('f1Curve holds the F1 at every threshold k / 256', () => {
  for (const pair of pairs) {
    const curve = f1Curve(pair);
    expect(curve).toHaveLength(256);
    for (const [k, f1] of curve.entries()) {
      expect(f1).toBeCloseTo(scoresOf(countConfusion(pair, k / 256)).f1, 12);
    }
  }
});

test('bestThreshold maximises the mean over images', () => {
  const best = bestThreshold(pairs.map(f1Curve));
  const meanAt = (threshold: number) =>
    pairs.reduce((sum, pair) => sum + scoresOf(countConfusion(pair, threshold)).f1, 0) / pairs.length;
  expect(best.f1).toBeCloseTo(meanAt(best.threshold), 12);
  for (let k = 1; k < 256; k++) expect(meanAt(k / 256)).toBeLessThanOrEqual(best.f1 + 1e-12);
});
