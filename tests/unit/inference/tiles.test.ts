import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planTiles } from '../../../src/main/inference/tiled.ts';

const options = { multiple: 8, maxPixels: 152 * 152, margin: 16 };

describe('planTiles', () => {
  test('divides along one axis where that computes the least', () => {
    const { columns, rows } = planTiles(1752, 1168, { multiple: 8, maxPixels: 1_250_000, margin: 52 });
    expect([columns.starts.length, rows.starts.length]).toEqual([2, 1]);
  });

  test('takes an image that fits as one tile, rounded up to the multiple', () => {
    const { columns, rows } = planTiles(141, 100, options);
    expect([columns.starts, columns.length, rows.starts, rows.length]).toEqual([[0], 144, [0], 104]);
  });

  test('covers every position, with weights that add up to 1 and are 0 within the margin of inner edges', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 2000 }), (size, other) => {
        const { columns, rows } = planTiles(size, other, options);
        const padded = Math.ceil(size / 8) * 8;
        const total = new Float64Array(padded);
        columns.starts.forEach((start, i) => {
          expect(start % 8).toBe(0);
          expect(start).toBeGreaterThanOrEqual(i === 0 ? 0 : columns.starts[i - 1]! + 1);
          columns.weights[i]!.forEach((weight, offset) => {
            total[start + offset]! += weight;
            const innerLeft = i > 0 && offset < options.margin;
            const innerRight = i < columns.starts.length - 1 && offset >= columns.length - options.margin;
            if (innerLeft || innerRight) expect(weight).toBe(0);
          });
        });
        expect(columns.length * rows.length).toBeLessThanOrEqual(options.maxPixels);
        expect(columns.starts.at(-1)! + columns.length).toBe(padded);
        for (const sum of total) expect(sum).toBeCloseTo(1, 6);
      }),
    );
  });
});
