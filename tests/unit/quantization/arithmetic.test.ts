import { describe, expect, it } from 'vitest';
import {
  activationCode,
  biasCodes,
  filterCodes,
  largestByte,
  leastFilterScales,
  roundHalfEven,
} from '../../../src/main/quantization/arithmetic.ts';

it('rounds halves to even', () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 2.49, -2.51, 7].map(roundHalfEven)).toEqual([
    0, 2, 2, -0, -2, -2, 2, -3, 7,
  ]);
});

describe('activationCode', () => {
  it.each([
    [{ low: 0, high: 5.1 }, 0.02, 0],
    [{ low: 2, high: 5.1 }, 0.02, 0],
    [{ low: -5.1, high: 0 }, 0.02, 255],
    [{ low: -1.02, high: 4.08 }, 0.02, 51],
    [{ low: 0, high: 0 }, 1, 0],
  ])('of %j has the scale %d and the zero point %d', (range, scale, zeroPoint) => {
    const code = activationCode(range);
    expect(code.scale).toBe(Math.fround(scale));
    expect(code.zeroPoint).toBe(zeroPoint);
  });
});

describe('filterCodes', () => {
  const filter = Float32Array.of(0.1, -0.2, 0.05, 3, 1, -2, 0, 0, 0);

  it('gives each output channel the scale of its largest weight', () => {
    const { values, scales } = filterCodes(filter, 127, new Float64Array(3));
    expect([...values]).toEqual([64, -127, 32, 127, 42, -85, 0, 0, 0]);
    expect([...scales]).toEqual([Math.fround(0.2 / 127), Math.fround(3 / 127), 1].map(Math.fround));
  });

  it('uses 7 bits when told to', () => {
    expect([...filterCodes(filter, 64, new Float64Array(3)).values]).toEqual([
      32, -64, 16, 64, 21, -43, 0, 0, 0,
    ]);
  });

  it('of 7 bits times bytes fit into 16 bits two at a time, those of 8 bits do not', () => {
    const largestPair = (largest: number) =>
      2 * largestByte * Math.max(...filterCodes(filter, largest, new Float64Array(3)).values.map(Math.abs));
    expect(largestPair(64)).toBeLessThan(2 ** 15);
    expect(largestPair(127)).toBeGreaterThan(2 ** 15);
  });

  it('takes a larger scale where the bias would not fit into 32 bits', () => {
    const least = leastFilterScales([0, 1e6, 0], 1e-4);
    const { scales } = filterCodes(Float32Array.of(1, 1e-6, 1), 127, least);
    const codes = biasCodes(
      [0, 1e6, 0],
      scales.map((scale) => scale * 1e-4),
    );
    expect(codes[1]! * scales[1]! * 1e-4).toBeCloseTo(1e6, 0);
  });
});
