import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import {
  benchmarkCsv,
  benchmarkMarkdown,
  formatDifference,
  formatFigure,
  formatRatio,
  formatScore,
  machineFacts,
} from '../../../src/shared/benchmark-text.ts';
import { int8, machine, report, series, variant } from '../benchmark-reports.ts';

const measured = report(
  [
    series([
      variant(312.5, { accuracy: { F1: 0.8123 } }),
      int8(125, { accuracy: { F1: 0.8101 }, peakMemory: null }),
    ]),
    series([variant(5, { model: null })], {
      network: 'kit-segmenter',
      shape: 'patch',
      width: 48,
      height: 48,
    }),
  ],
  { notRun: [{ what: 'TensorFlow', why: 'its native library is not installed' }] },
);

it('keeps figures as they were measured in CSV, a row a variant', () => {
  const rows = parse<Record<string, string>>(benchmarkCsv(measured), { columns: true });
  expect(rows).toHaveLength(3);
  expect(rows[1]).toMatchObject({
    ...{ machine: 'A processor', network: 'segmenter', shape: 'image', width: '1752', height: '1168' },
    ...{ batch: '1', threads: '2', backend: 'onnxruntime', precision: 'int8', model: 'unet-int8' },
    ...{ median_ms: '125', speed_to_fp32: '2.5', peak_memory_bytes: '', F1: '0.8101' },
  });
  expect(rows[2]).toMatchObject({ model: '', sha256: '', F1: '' });
});

it('writes a report for people', () => {
  const text = benchmarkMarkdown(measured);
  expect(text).toContain('# Benchmark of 2026-11-03\n');
  expect(text).toContain('- Instruction sets: AVX2, AVX-512, AVX-512 VNNI\n');
  expect(text).toContain('2 warm-up runs that are not counted, then 20 runs of every variant');
  expect(text).toContain('2.50× as fast in int8 as in fp32 (whole image of 1752 × 1168, batch 1, 2 threads)');
  expect(text).toContain(
    '| Stage 1: segmenter | whole image of 1752 × 1168 | 1 | 2 | ONNX Runtime fp32 | 313 | 297 to 344 | 3.20 | 1.00× | 500 | 0 | 0.8123 |',
  );
  expect(text).toContain('- TensorFlow: its native library is not installed');
});

it('keeps a table whole that is given a column’s mark', () => {
  const text = benchmarkMarkdown(report([series([variant(1, { accuracy: { 'a|b': 0.5 } })])]));
  const [titles, , row] = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = (line: string | undefined) => line?.split(/(?<!\\)\|/).length;
  expect(titles).toContain('a\\|b');
  expect(cells(titles)).toBe(cells(row));
});

it('gives numbers the digits that can be trusted', () => {
  expect([0.81234, 8.1234, 81.234, 812.34, 8123.4].map(formatFigure)).toEqual([
    ...['0.812', '8.12', '81.2', '812', '8,123'],
  ]);
  expect([2.934, 12.344, 0.8, 0.0123].map(formatRatio)).toEqual(['2.93×', '12.34×', '0.80×', '0.012×']);
  expect([0, 0.00123, 0.0000003, 1.26].map(formatDifference)).toEqual(['0', '0.0012', '3.0e-7', '1.3']);
  expect([0.81, 0.98765].map(formatScore)).toEqual(['0.8100', '0.9877']);
});

it('describes a machine whose instruction sets are not known', () => {
  expect(machineFacts(machine({ instructionSets: [] }))).toEqual([
    ['Processor', 'A processor'],
    ['Cores', '2'],
    ['Instruction sets', 'unknown'],
    ['Memory', '8.00 GB'],
    ['System', 'Linux 6.1'],
    ['Node', '24.21.0'],
    ['ONNX Runtime', '1.30.0'],
  ]);
});
