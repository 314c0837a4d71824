import { describe, expect, it } from 'vitest';
import {
  align,
  formatFigure,
  smooth,
  smoothingFor,
  valueAt,
} from '../../../../src/renderer/training/series.ts';

describe('smooth', () => {
  it('keeps a constant, from its first value on', () => {
    for (const value of smooth([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
  });

  it('weighs the past as stated', () => {
    const [first, second] = smooth([1, 2], 0.5);
    expect(first).toBe(1);
    // (0.5 * 0.5 * 1 + 0.5 * 2) / (1 - 0.25)
    expect(second).toBeCloseTo(5 / 3, 12);
  });

  it('passes over missing values and returns what it is given without a weight', () => {
    const values = [1, null, 1];
    expect(smooth(values, 0.5)).toEqual([1, null, 1]);
    expect(smooth(values, 0)).toBe(values);
  });
});

describe('align', () => {
  it('leaves curves of the same steps as they are', () => {
    const values = [1, 2];
    const { steps, rows } = align([
      { steps: [20, 40], values },
      { steps: [20, 40], values: [3, null] },
    ]);
    expect(steps).toEqual([20, 40]);
    expect(rows[0]).toBe(values);
    expect(rows[1]).toEqual([3, null]);
  });

  it('brings others to the union of their steps', () => {
    expect(
      align([
        { steps: [20, 40, 60], values: [1, 2, 3] },
        { steps: [50, 60], values: [7, 8] },
      ]),
    ).toEqual({
      steps: [20, 40, 50, 60],
      rows: [
        [1, 2, null, 3],
        [null, null, 7, 8],
      ],
    });
  });

  it('makes nothing of no curves', () => {
    expect(align([])).toEqual({ steps: [], rows: [] });
  });
});

describe('valueAt', () => {
  const steps = [20, 40, 60];
  it.each([
    [10, null],
    [20, 1],
    [39, 1],
    [40, 1],
    [60, 3],
    [1000, 3],
  ])('reads the newest value at step %i', (step, expected) => {
    expect(valueAt(steps, [1, null, 3], step)).toBe(expected);
  });
});

it('smooths long curves more, and short ones not at all', () => {
  expect([20, 100, 10_000].map(smoothingFor)).toEqual([0, 1 - 1 / 7, 0.995]);
});

it.each([
  [0.81234567, '0.8123'],
  [12.3456, '12.35'],
  [0.00123456, '0.001235'],
  [1.2e-7, '1.20e-7'],
  [2300, '2300'],
  [0, '0'],
  [-0.5, '-0.5000'],
  [2_500_000, '2.50e+6'],
  [null, '–'],
  [Number.NaN, '–'],
])('formats %f', (value, text) => {
  expect(formatFigure(value)).toBe(text);
});
