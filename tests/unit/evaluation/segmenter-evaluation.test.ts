import { describe, expect, test } from 'vitest';
import {
  countConfusion,
  type SegmentationPair,
  scoresOf,
} from '../../../src/main/evaluation/segmentation-metrics.ts';
import { RocArea, SegmenterEvaluation } from '../../../src/main/evaluation/segmenter-evaluation.ts';
import { noisyPair, pixelsInside } from './pairs.ts';

test('SegmenterEvaluation scores each image, takes the mean of the scores and pools pixels for the AUC', () => {
  const pairs = [noisyPair(1), noisyPair(2, 20, 10)];
  const evaluation = new SegmenterEvaluation(0.4);
  const images = pairs.map((pair) => evaluation.add(pair));
  images.forEach((scores, i) => {
    const alone = new RocArea();
    alone.add(pairs[i]!);
    expect(scores).toEqual({ ...scoresOf(countConfusion(pairs[i]!, 0.4)), auc: alone.area() });
  });
  const pooled = new RocArea();
  for (const pair of pairs) pooled.add(pair);
  const summary = evaluation.summary();
  expect(summary.auc).toBe(pooled.area());
  expect(summary.f1).toBeCloseTo((images[0]!.f1 + images[1]!.f1) / 2, 12);
  expect(summary.auc).not.toBeCloseTo((images[0]!.auc! + images[1]!.auc!) / 2, 6);
});

const area = (...pairs: SegmentationPair[]) => {
  const roc = new RocArea();
  for (const pair of pairs) roc.add(pair);
  return roc.area();
};

/** The trapezoidal area under the curve of (1 - specificity, sensitivity) over all distinct thresholds. */
function trapezoidalArea(pixels: { p: number; vessel: boolean }[]): number {
  const vessels = pixels.filter(({ vessel }) => vessel).length;
  const thresholds = [...new Set(pixels.map(({ p }) => p))].sort((a, b) => b - a);
  let [x, y, sum] = [0, 0, 0];
  for (const threshold of thresholds) {
    const found = pixels.filter(({ p }) => p >= threshold);
    const nextY = found.filter(({ vessel }) => vessel).length / vessels;
    const nextX = found.filter(({ vessel }) => !vessel).length / (pixels.length - vessels);
    sum += ((nextX - x) * (y + nextY)) / 2;
    [x, y] = [nextX, nextY];
  }
  return sum;
}

describe('RocArea', () => {
  test.each([1, 2, 3])('agrees with the trapezoids under the curve (seed %i)', (seed) => {
    const pair = noisyPair(seed);
    const expected = trapezoidalArea(pixelsInside(pair));
    expect(expected).toBeGreaterThan(0.6);
    expect(expected).toBeLessThan(0.95);
    expect(area(pair)).toBeCloseTo(expected, 12);
  });

  test('pools the pixels of all images', () => {
    const pairs = [noisyPair(4), noisyPair(5, 31, 20)];
    expect(area(...pairs)).toBeCloseTo(trapezoidalArea(pairs.flatMap(pixelsInside)), 12);
  });

  test('tells apart neighbouring 32-bit values and takes 0 and 1', () => {
    const values = [0, 1e-38, 1e-20, 0.5, 0.50000006, 1];
    const one = (truth: number[]): SegmentationPair => ({
      probability: { width: 6, height: 1, data: Float32Array.from(values) },
      truth: { width: 6, height: 1, data: Uint8Array.from(truth) },
      fov: { width: 6, height: 1, data: new Uint8Array(6).fill(1) },
    });
    expect(area(one([0, 0, 0, 0, 1, 1]))).toBe(1);
    expect(area(one([1, 1, 1, 1, 0, 0]))).toBe(0);
    expect(area(one([0, 1, 0, 1, 0, 1]))).toBeCloseTo((1 + 2 + 3) / 9, 12);
  });

  test('is undefined without both classes', () => {
    const { probability, fov } = noisyPair(1);
    const truth = { ...fov, data: new Uint8Array(fov.data.length) };
    expect(area({ probability, truth, fov })).toBeNull();
  });
});
