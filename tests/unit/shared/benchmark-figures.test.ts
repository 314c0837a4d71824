import { expect, it } from 'vitest';
import { accuracyNames, benchmarkRows, headlines, speedOf } from '../../../src/shared/benchmark-figures.ts';
import { int8, report, series, variant } from '../benchmark-reports.ts';

it('compares each variant with fp32 on ONNX Runtime of the same workload', () => {
  const rows = benchmarkRows(
    report([
      series([variant(300), int8(100), variant(600, { backend: 'tensorflow' })]),
      series([variant(30), int8(20)], { batch: 4 }),
    ]),
  );
  expect(rows.map(({ batch, backend, precision, speed }) => [batch, backend, precision, speed])).toEqual([
    [1, 'onnxruntime', 'fp32', 1],
    [1, 'onnxruntime', 'int8', 3],
    [1, 'tensorflow', 'fp32', 0.5],
    [4, 'onnxruntime', 'fp32', 1],
    [4, 'onnxruntime', 'int8', 1.5],
  ]);
});

it('has no speed where there is nothing to compare with', () => {
  const alone = variant(600, { backend: 'tensorflow' });
  expect(speedOf(series([alone, int8(100)]), alone)).toBeNull();
});

it('takes whole images before patches, then the smallest batch, then the most threads for the headline', () => {
  const [headline, ...others] = headlines(
    report([
      series([variant(100), int8(80)], { shape: 'patch', width: 48, height: 48 }),
      series([variant(400), int8(100)], { batch: 4 }),
      series([variant(200), int8(100)], { threads: 1 }),
      series([variant(300), int8(100)]),
    ]),
  );
  expect(others).toEqual([]);
  expect(headline).toMatchObject({
    ...{ network: 'segmenter', speed: 3, lowest: 1.25, highest: 4, workloads: 4 },
    series: { shape: 'image', batch: 1, threads: 2 },
  });
});

it('has no headline for a network that was timed in one precision', () => {
  expect(headlines(report([series([variant(300), variant(600, { backend: 'tensorflow' })])]))).toEqual([]);
});

it('names every accuracy once', () => {
  const rows = [
    variant(1, { accuracy: { F1: 0.8, AUC: 0.98 } }),
    variant(1),
    variant(1, { accuracy: { consistency: 0.7, F1: 0.8 } }),
  ];
  expect(accuracyNames(rows)).toEqual(['F1', 'AUC', 'consistency']);
});
