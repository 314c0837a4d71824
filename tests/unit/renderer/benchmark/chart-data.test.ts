import fc from 'fast-check';
import { expect, it } from 'vitest';
import { variantKey } from '../../../../src/renderer/benchmark/bar-colours.ts';
import {
  axisOf,
  type BarChartData,
  barCharts,
  barPlaces,
  heightOf,
  type Measure,
  measureInfos,
  valuesOf,
} from '../../../../src/renderer/benchmark/chart-data.ts';
import { benchmarkRows } from '../../../../src/shared/benchmark-figures.ts';
import { int8, report, series, variant } from '../../benchmark-reports.ts';

const rows = benchmarkRows(
  report([
    series([variant(300), int8(100)], { batch: 1 }),
    series([variant(2000), int8(800)], { batch: 8 }),
    series([variant(1000), int8(600)], { batch: 4 }),
    series([variant(500), int8(200)], { batch: 1, threads: 1 }),
    series([variant(3, { peakMemory: null })], { network: 'kit-segmenter', width: 48, height: 48 }),
  ]),
);
const order = ['onnxruntime int8', 'onnxruntime fp32', 'tensorflow fp32'];
const bars = (measure: Measure) =>
  rows.map((row) => ({ row, key: variantKey(row), measured: measureInfos[measure].of(row) }));
const values = ({ points }: BarChartData) =>
  points.map(({ x, bars: group }) => [x, ...order.map((key) => group[key]?.value)]);

it('has a chart for each network and size, with its batches in order', () => {
  const charts = barCharts(bars('latency'), { over: 'batch', at: 2 }, order);
  expect(charts.map(({ title, keys }) => [title, keys])).toEqual([
    ['Stage 1: segmenter, 1752 × 1168', ['onnxruntime int8', 'onnxruntime fp32']],
    ['Reference kit: segmenter, 48 × 48', ['onnxruntime fp32']],
  ]);
  expect(values(charts[0]!)).toEqual([
    [1, 100, 300, undefined],
    [4, 600, 1000, undefined],
    [8, 800, 2000, undefined],
  ]);
});

it('goes over threads at one batch size', () => {
  const [chart] = barCharts(bars('speed'), { over: 'threads', at: 1 }, order);
  expect(values(chart!)).toEqual([
    [1, 2.5, 1, undefined],
    [2, 3, 1, undefined],
  ]);
});

it('leaves out what was not measured', () => {
  const charts = barCharts(bars('memory'), { over: 'batch', at: 2 }, order);
  expect(charts.map(({ title }) => title)).toEqual(['Stage 1: segmenter, 1752 × 1168']);
});

it('turns the quartiles of the time into those of the rate', () => {
  const [row] = benchmarkRows(
    report([series([variant(100, { latency: { median: 100, q1: 80, q3: 125 }, imagesPerSecond: 40 })])]),
  );
  expect(measureInfos.throughput.of(row!)).toEqual({ value: 40, quartiles: [32, 50] });
});

const chartOf = (...all: number[]): BarChartData => ({
  ...{ title: 'a', keys: ['a'] },
  points: all.map((value, x) => ({ x, bars: { a: { value, quartiles: null } } })),
});

it('begins at 0 with round numbers, unless small bars could not be seen', () => {
  expect(axisOf(chartOf(1, 2.67), true)).toEqual({ isLog: false, ticks: [0, 1, 2, 3] });
  expect(axisOf(chartOf(0.02, 3), false)).toEqual({ isLog: false, ticks: [0, 1, 2, 3] });
  expect(axisOf(chartOf(41, 0.8), true)).toEqual({ isLog: true, ticks: [0.1, 1, 10, 100] });
});

it('leaves room for the quartiles', () => {
  const chart: BarChartData = {
    ...{ title: 'a', keys: ['a'] },
    points: [{ x: 1, bars: { a: { value: 96, quartiles: [90, 130] } } }],
  };
  expect(axisOf(chart, true).ticks.at(-1)).toBeGreaterThanOrEqual(130);
});

it('places values along the axis, by their factor where it is logarithmic', () => {
  const even = { isLog: false, ticks: [0, 1, 2, 4] };
  expect([0, 1, 3, 4, 9].map((value) => heightOf(value, even))).toEqual([0, 0.25, 0.75, 1, 1]);
  const log = { isLog: true, ticks: [0.1, 1, 10] };
  expect([0.01, 0.1, 1, 10].map((value) => heightOf(value, log))).toEqual([0, 0, 0.5, 1]);
});

it('puts bars side by side in the middle of their group, whole pixels wide', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.double({ min: 20, max: 900, noNaN: true }),
      (count, group) => {
        const { lefts, width } = barPlaces(count, group);
        const gaps = lefts.slice(1).map((left, index) => left - lefts[index]! - width);
        for (const gap of gaps) expect(gap).toBeCloseTo(1);
        expect(lefts[0]).toBeCloseTo(group - lefts.at(-1)! - width);
        expect(lefts[0]).toBeGreaterThan(0);
        if (width > 1) expect(Number.isInteger(width)).toBe(true);
      },
    ),
  );
  expect(barPlaces(2, 100)).toEqual({ width: 32, lefts: [17.5, 50.5] });
  expect(barPlaces(2, 500)).toEqual({ width: 34, lefts: [215.5, 250.5] });
});

it('knows which numbers there are to choose from', () => {
  expect([valuesOf(rows, 'batch'), valuesOf(rows, 'threads')]).toEqual([
    [1, 4, 8],
    [1, 2],
  ]);
});
