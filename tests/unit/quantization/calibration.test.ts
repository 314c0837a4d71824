import { describe, expect, it } from 'vitest';
import {
  calibratedRange,
  entropyRange,
  Histogram,
  percentileRange,
} from '../../../src/main/quantization/calibration.ts';
import { createRandom } from '../../../src/shared/random.ts';

function histogramOf(...parts: Float32Array[]): Histogram {
  const histogram = new Histogram();
  for (const part of parts) histogram.add(part);
  return histogram;
}

const random = createRandom(3);
const normal = Float32Array.from({ length: 100_000 }, () => random.normal());

describe('Histogram', () => {
  it('counts every value in the bin that holds it', () => {
    const values = Float32Array.of(-3, -0.25, 0, 0.1, 0.1, 2, 7.99);
    const { binWidth, positive, negative, range } = histogramOf(values);
    expect(range).toEqual({ low: -3, high: Math.fround(7.99) });
    for (const value of values) {
      const bins = value < 0 ? negative : positive;
      const same = values.filter(
        (other) =>
          Math.sign(other) * Math.sign(value) >= 0 &&
          Math.floor(Math.abs(other) / binWidth) === Math.floor(Math.abs(value) / binWidth),
      );
      expect(bins[Math.floor(Math.abs(value) / binWidth)]).toBe(same.length);
    }
  });

  it('does not depend on the order of the values', () => {
    const [small, large] = [Float32Array.of(0.001, -0.002, 0.5), Float32Array.of(1000, -3)];
    const [a, b] = [histogramOf(small, large), histogramOf(large, small)];
    expect(a.binWidth).toBe(b.binWidth);
    expect(a.positive).toEqual(b.positive);
    expect(a.negative).toEqual(b.negative);
  });
});

describe('the min-max calibrator', () => {
  it('takes all values', () => {
    const range = calibratedRange(histogramOf(normal, Float32Array.of(40)), 'min-max');
    expect(range).toEqual({ low: Math.min(...normal), high: 40 });
  });
});

describe('the percentile calibrator', () => {
  it('leaves the same share out at both ends', () => {
    const range = percentileRange(histogramOf(normal), 95);
    const sorted = [...normal].sort((a, b) => a - b);
    const width = 2 * histogramOf(normal).binWidth;
    expect(Math.abs(range.low - sorted[2500]!)).toBeLessThan(width);
    expect(Math.abs(range.high - sorted[97_500]!)).toBeLessThan(width);
  });

  it('is not moved by a single outlier', () => {
    const plain = calibratedRange(histogramOf(normal, normal, normal), 'percentile');
    const outlier = calibratedRange(histogramOf(normal, normal, normal, Float32Array.of(50)), 'percentile');
    expect(outlier.high).toBeLessThan(plain.high + 0.1);
  });

  it('keeps 0 as the low end of values from 0 on', () => {
    const range = calibratedRange(histogramOf(normal.map((value) => Math.max(0, value))), 'percentile');
    expect(range.low).toBe(0);
    expect(range.high).toBeGreaterThan(3);
  });
});

describe('the entropy calibrator', () => {
  /** The mean squared error of rounding to 255 steps of a clipped range. */
  function roundingError(values: Float32Array, high: number, low: number): number {
    const step = (high - low) / 255;
    const squares = values.map((value) => {
      const rounded = Math.round(Math.min(high, Math.max(low, value)) / step) * step;
      return (rounded - value) ** 2;
    });
    return squares.reduce((a, b) => a + b, 0) / values.length;
  }

  it('clips a long tail, to less error than all of it has', () => {
    const tailed = Float32Array.from(
      { length: 100_000 },
      () => random.normal() * (random.uniform() < 0.001 ? 30 : 1),
    );
    const all = calibratedRange(histogramOf(tailed), 'min-max');
    const clipped = entropyRange(histogramOf(tailed));
    expect(clipped.high).toBeLessThan(all.high / 2);
    expect(clipped.high).toBeGreaterThan(2.5);
    const bulk = tailed.filter((value) => Math.abs(value) < 4);
    expect(roundingError(bulk, clipped.high, clipped.low)).toBeLessThan(
      roundingError(bulk, all.high, all.low),
    );
  });

  it('keeps the ends of evenly spread values', () => {
    const even = Float32Array.from({ length: 100_000 }, () => random.between(0, 10));
    expect(entropyRange(histogramOf(even)).high).toBeGreaterThan(9.5);
  });
});
