import { expect, test } from 'vitest';
import {
  bestThreshold,
  countConfusion,
  f1Curve,
  scoresOf,
} from '../../../src/main/evaluation/segmentation-metrics.ts';
import { noisyPair } from './pairs.ts';

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
