import type {
  BenchmarkReport,
  BenchmarkSeries,
  BenchmarkVariant,
  MachineDescription,
} from '../../src/shared/api/benchmark.ts';

/** Reports for tests, in which only what is given differs from a plain one. */

export const variant = (median: number, changes: Partial<BenchmarkVariant> = {}): BenchmarkVariant => ({
  backend: 'onnxruntime',
  precision: 'fp32',
  model: { name: 'unet', sha256: 'aa'.repeat(32) },
  latency: { median, q1: 0.95 * median, q3: 1.1 * median },
  imagesPerSecond: 1000 / median,
  peakMemory: 500_000_000,
  difference: 0,
  accuracy: null,
  ...changes,
});

export const int8 = (median: number, changes: Partial<BenchmarkVariant> = {}): BenchmarkVariant =>
  variant(median, {
    ...{ precision: 'int8', model: { name: 'unet-int8', sha256: 'bb'.repeat(32) }, difference: 0.002 },
    ...changes,
  });

export const series = (
  variants: BenchmarkVariant[],
  changes: Partial<BenchmarkSeries> = {},
): BenchmarkSeries => ({
  ...{ network: 'segmenter', shape: 'image', width: 1752, height: 1168, batch: 1, threads: 2 },
  variants,
  ...changes,
});

export const machine = (changes: Partial<MachineDescription> = {}): MachineDescription => ({
  cpu: 'A processor',
  cores: 2,
  instructionSets: ['avx2', 'avx512f', 'avx512_vnni'],
  memoryBytes: 8_000_000_000,
  system: 'Linux 6.1',
  versions: { Node: '24.21.0', 'ONNX Runtime': '1.30.0' },
  ...changes,
});

export const report = (all: BenchmarkSeries[], changes: Partial<BenchmarkReport> = {}): BenchmarkReport => ({
  format: 'fundus-benchmark',
  version: 1,
  id: '3f0a54a6-6a07-4c2c-9f0c-2d44c0b2a111',
  createdAt: '2026-11-03T14:05:00.000Z',
  softwareVersion: '0.1.0',
  machine: machine(),
  options: { preset: 'quick' },
  protocol: { warmUps: 2, runs: 20, pause: 100, shortest: 25 },
  accuracyOn: 'F1 on three images',
  series: all,
  notRun: [],
  ...changes,
});
