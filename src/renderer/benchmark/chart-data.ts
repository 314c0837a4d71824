import type { BenchmarkRow } from '../../shared/benchmark-figures.ts';
import { formatFigure, formatRatio, networkNames } from '../../shared/benchmark-text.ts';

export const measures = ['speed', 'latency', 'throughput', 'memory'] as const;
export type Measure = (typeof measures)[number];

/** What a bar stands for, and what half of the runs lay between where that is known. */
interface Measured {
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

/** One bar, before it has a place. */
export interface Bar {
  readonly row: BenchmarkRow;
  /** Which of the legend's it is. */
  readonly key: string;
  readonly measured: Measured | null;
}

/** What varies along the horizontal axis; the other is held at `at`. */
export interface Sweep {
  readonly over: 'batch' | 'threads';
  readonly at: number;
}

export interface BarPoint {
  /** The batch size, or how many threads. */
  readonly x: number;
  readonly bars: Readonly<Record<string, Measured>>;
}

/** Grouped bars of one network with one kind of input. */
export interface BarChartData {
  readonly title: string;
  /** Keys of the legend that have a bar here. */
  readonly keys: readonly string[];
  readonly points: readonly BarPoint[];
}

/** A chart for each network and kind of input that has bars at this place, in the order of the rows. */
export function barCharts(
  bars: readonly Bar[],
  { over, at }: Sweep,
  order: readonly string[],
): BarChartData[] {
  const other = over === 'batch' ? 'threads' : 'batch';
  const shown = bars.filter(({ row, measured }) => row[other] === at && measured !== null);
  const charts = Map.groupBy(shown, ({ row }) => chartTitle(row));
  return [...charts].map(([title, all]) => ({
    title,
    keys: order.filter((key) => all.some((bar) => bar.key === key)),
    points: [...Map.groupBy(all, ({ row }) => row[over])]
      .sort(([a], [b]) => a - b)
      .map(([x, group]) => ({
        x,
        bars: Object.fromEntries(group.flatMap(({ key, measured }) => (measured ? [[key, measured]] : []))),
      })),
  }));
}

/** "Stage 1: segmenter, 48 × 48" */
export const chartTitle = ({ network, width, height }: BenchmarkRow) =>
  `${networkNames[network]}, ${width} × ${height}`;

/** Over how wide a range bars are drawn on a logarithmic axis, as the small ones could not be seen else. */
const widestLinear = 40;

export interface Axis {
  readonly isLog: boolean;
  /** From where bars begin to above the tallest. */
  readonly ticks: readonly number[];
}

/** @param canBeLog whether the values of the measure differ by their factor rather than by their difference */
export function axisOf({ points }: BarChartData, canBeLog: boolean): Axis {
  const all = points.flatMap(({ bars }) => Object.values(bars));
  const least = Math.min(...all.map(({ value }) => value));
  const most = Math.max(...all.map(({ value, quartiles }) => quartiles?.[1] ?? value));
  return canBeLog && most / least > widestLinear
    ? { isLog: true, ticks: powersOfTen(least, most) }
    : { isLog: false, ticks: evenTicks(most) };
}

function powersOfTen(least: number, most: number): number[] {
  const low = Math.floor(Math.log10(least));
  const high = Math.ceil(Math.log10(most));
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
}

const mostSteps = 5;

/** Round numbers from 0 to above the tallest bar. */
function evenTicks(most: number): number[] {
  const least = most / mostSteps;
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const step = magnitude * ([1, 2, 2.5, 5].find((factor) => factor * magnitude >= least) ?? 10);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}

/** How far a value is up the axis, 0..1; what lies beyond an end is at it. */
export function heightOf(value: number, { isLog, ticks }: Axis): number {
  const at = (one: number) => (isLog ? Math.log10(one) : one);
  const [low, high] = [at(ticks[0]!), at(ticks.at(-1)!)];
  return Math.min(1, Math.max(0, (at(value) - low) / (high - low)));
}

/** Where the bars of a group begin and how wide they are, in pixels. */
export interface BarPlaces {
  readonly lefts: readonly number[];
  readonly width: number;
}

/** Shares of a group's width that are left free at each of its sides. */
const groupGap = 0.18;
const barGap = 1;
const widestBar = 34;

/** @param group its width in pixels; its bars are whole pixels wide where there is room for it */
export function barPlaces(count: number, group: number): BarPlaces {
  const room = (group * (1 - 2 * groupGap) - barGap * (count - 1)) / count;
  const width = Math.min(widestBar, room > 1 ? Math.round(room) : Math.max(room, 0));
  const start = (group - count * width - barGap * (count - 1)) / 2;
  return { width, lefts: Array.from({ length: count }, (_, index) => start + index * (width + barGap)) };
}

/** The different values that rows have of one of their numbers, ascending. */
export function valuesOf(rows: readonly BenchmarkRow[], of: Sweep['over']): number[] {
  return [...new Set(rows.map((row) => row[of]))].sort((a, b) => a - b);
}
