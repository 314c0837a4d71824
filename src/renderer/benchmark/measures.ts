import type { BenchmarkRow } from '../../shared/benchmark-figures.ts';
import { formatFigure, formatRatio } from '../../shared/benchmark-text.ts';

export const measures = ['speed', 'latency', 'throughput', 'memory'] as const;
export type Measure = (typeof measures)[number];

/** What a bar stands for, and what half of the runs lay between where that is known. */
export interface Measured {
  readonly value: number;
  readonly quartiles: readonly [low: number, high: number] | null;
}

export interface MeasureInfo {
  readonly title: string;
  readonly axis: string;
  readonly isBetter: 'higher' | 'lower';
  readonly meaning: string;
  readonly format: (value: number) => string;
  readonly of: (row: BenchmarkRow) => Measured | null;
}

const alone = (value: number | null): Measured | null => (value === null ? null : { value, quartiles: null });

export const measureInfos: Record<Measure, MeasureInfo> = {
  speed: {
    title: 'Relative speed',
    axis: 'times fp32',
    isBetter: 'higher',
    meaning: 'Median of fp32 on ONNX Runtime over the median: 2 is twice as fast.',
    format: formatRatio,
    of: ({ speed }) => alone(speed),
  },
  latency: {
    title: 'Latency',
    axis: 'ms a batch',
    isBetter: 'lower',
    meaning: 'Median time of a batch, with its quartiles.',
    format: (value) => `${formatFigure(value)} ms`,
    of: ({ latency: { median, q1, q3 } }) => ({ value: median, quartiles: [q1, q3] }),
  },
  throughput: {
    title: 'Images a second',
    axis: 'images a second',
    isBetter: 'higher',
    meaning: 'Batch size over the median time of a batch, with its quartiles.',
    format: (value) => `${formatFigure(value)} images/s`,
    of: ({ imagesPerSecond, latency: { median, q1, q3 } }) => ({
      value: imagesPerSecond,
      quartiles: [(imagesPerSecond * median) / q3, (imagesPerSecond * median) / q1],
    }),
  },
  memory: {
    title: 'Peak memory',
    axis: 'MB',
    isBetter: 'lower',
    meaning: 'The largest resident set of a process that does nothing else.',
    format: (value) => `${formatFigure(value)} MB`,
    of: ({ peakMemory }) => alone(peakMemory === null ? null : peakMemory / 1e6),
  },
};
