import { describe, expect, test } from 'vitest';
import { resizeMask, resizePlane, resizeRaster } from '../../../src/main/imaging/resize.ts';
import { discMask, photograph } from './pictures.ts';

const area = ({ data }: { data: Uint8Array }) => data.reduce((sum, value) => sum + value, 0);

describe('resizePlane', () => {
  test('averages over the area of a new sample, in parts where it ends inside an old one', () => {
    expect([...resizePlane([0, 3, 6], 3, 1, 2, 1)]).toEqual([1, 5]);
    expect([...resizePlane([1, 2, 3, 4, 5, 6, 7, 8], 4, 2, 2, 1)]).toEqual([3.5, 5.5]);
  });

  test('interpolates between centres, and keeps the values at the edges', () => {
    expect([...resizePlane([0, 4], 2, 1, 4, 1)]).toEqual([0, 1, 3, 4]);
    expect([...resizePlane([7], 1, 1, 3, 2)]).toEqual([7, 7, 7, 7, 7, 7]);
  });

  test('keeps the mean when it shrinks, at any ratio', () => {
    const plane = Float32Array.from({ length: 35 * 27 }, (_, i) => (i * 37) % 101);
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const [width, height] of [
      [10, 9],
      [34, 26],
      [7, 27],
      [1, 1],
    ] as const) {
      expect(mean(resizePlane(plane, 35, 27, width, height))).toBeCloseTo(mean(plane), 3);
    }
  });

  test('copies a plane of the same size', () => {
    const plane = Float32Array.from({ length: 12 }, (_, i) => i / 7);
    expect(resizePlane(plane, 4, 3, 4, 3)).toEqual(plane);
  });
});

describe('resizeMask', () => {
  test('takes a pixel of which at least half is covered', () => {
    const mask = { width: 4, height: 2, data: Uint8Array.of(1, 0, 1, 0, 1, 0, 0, 0) };
    expect(resizeMask(mask, 2, 1).data).toEqual(Uint8Array.of(1, 0));
  });

  test('keeps shape and area, down and up', () => {
    const disc = discMask(120, 100);
    for (const factor of [0.5, 0.37, 1.7, 3]) {
      const resized = resizeMask(disc, Math.round(120 * factor), Math.round(100 * factor));
      expect(area(resized) / resized.data.length).toBeCloseTo(area(disc) / disc.data.length, 2);
      expect(resized.data.every((value) => value === 0 || value === 1)).toBe(true);
    }
  });
});

describe('resizeRaster', () => {
  test('resizes RGB and grey to exactly the size asked for', async () => {
    const grey = { width: 6, height: 4, channels: 1 as const, data: new Uint8Array(24).fill(77) };
    const resized = await resizeRaster(grey, 5, 7);
    expect(resized).toEqual({ width: 5, height: 7, channels: 1, data: new Uint8Array(35).fill(77) });
    const colour = await resizeRaster(photograph(60, 40), 33, 50);
    expect([colour.width, colour.height, colour.channels, colour.data.length]).toEqual([
      33,
      50,
      3,
      33 * 50 * 3,
    ]);
  });
});

test('an enlarged picture stays in its place', async () => {
  const ramp = { width: 8, height: 4, channels: 1, data: new Uint8Array(32) } as const;
  ramp.data.forEach((_, i, data) => {
    data[i] = 20 * (i % 8) + 10 * Math.floor(i / 8);
  });
  const { data } = await resizeRaster(ramp, 24, 12);
  // Away from the rim a cubic through a plane is that plane, at the centres of the new pixels.
  for (const [row, column] of [
    [4, 6],
    [5, 10],
    [7, 17],
  ] as const) {
    const x = (column + 0.5) / 3 - 0.5;
    const y = (row + 0.5) / 3 - 0.5;
    expect(data[row * 24 + column]).toBe(Math.round(20 * x + 10 * y));
  }
});
