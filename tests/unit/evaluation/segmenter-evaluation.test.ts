import { expect, test } from 'vitest';
import { countConfusion, scoresOf } from '../../../src/main/evaluation/segmentation-metrics.ts';
import { RocArea, SegmenterEvaluation } from '../../../src/main/evaluation/segmenter-evaluation.ts';
import { noisyPair } from './pairs.ts';

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
