import { describe, expect, test } from 'vitest';
import { histogramInside, normalizeInsideFov } from '../../../src/main/imaging/normalize.ts';

const rgb = {
  width: 3,
  height: 2,
  channels: 3,
  // The last pixel lies outside the field of view and would change every mean.
  data: Uint8Array.of(10, 5, 0, 20, 5, 0, 30, 5, 9, 40, 5, 9, 50, 5, 0, 255, 255, 255),
} as const;
const fov = { width: 3, height: 2, data: Uint8Array.of(1, 1, 1, 1, 1, 0) };

describe('normalizeInsideFov', () => {
  test('gives each channel zero mean and unit variance inside the field of view, 0 outside', () => {
    const out = normalizeInsideFov(rgb, fov);
    const red = [10, 20, 30, 40, 50].map((value) => (value - 30) / Math.sqrt(200));
    expect(out).toHaveLength(18);
    expect(Array.from(out.subarray(0, 5))).toEqual(red.map((value) => expect.closeTo(value, 6)));
    expect(out[5]).toBe(0);
    const blue = out.subarray(12, 17);
    expect(blue.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
    expect(blue.reduce((sum, value) => sum + value * value, 0) / 5).toBeCloseTo(1, 5);
  });

  test('turns a flat channel into zeros', () => {
    expect(Array.from(normalizeInsideFov(rgb, fov).subarray(6, 12))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('repeats grey in all channels', () => {
    const out = normalizeInsideFov(
      { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) },
      fov,
    );
    expect(out.subarray(6, 12)).toEqual(out.subarray(0, 6));
    expect(out.subarray(12)).toEqual(out.subarray(0, 6));
    expect(out[0]).toBeCloseTo(-2 / Math.sqrt(2), 6);
  });

  test('names both sizes when the field of view has another', () => {
    expect(() => normalizeInsideFov(rgb, { width: 2, height: 3, data: new Uint8Array(6) })).toThrow(
      expect.objectContaining({ code: 'size-mismatch', message: expect.stringMatching(/3 x 2.*2 x 3/) }),
    );
  });

  test('refuses an empty field of view', () => {
    expect(() => normalizeInsideFov(rgb, { ...fov, data: new Uint8Array(6) })).toThrow(
      expect.objectContaining({ code: 'no-data' }),
    );
  });
});

describe('histogramInside', () => {
  const fov = { width: 3, height: 1, data: Uint8Array.of(1, 0, 1) };
  const counts = (entries: Record<number, number>) =>
    Array.from({ length: 256 }, (_, level) => entries[level] ?? 0);

  test('counts the levels of each channel inside the field of view', () => {
    const raster = {
      width: 3,
      height: 1,
      channels: 3 as const,
      data: Uint8Array.of(255, 0, 7, 1, 1, 1, 255, 9, 8),
    };
    expect(histogramInside(raster, fov)).toEqual({
      red: counts({ 255: 2 }),
      green: counts({ 0: 1, 9: 1 }),
      blue: counts({ 7: 1, 8: 1 }),
    });
  });

  test('counts a grey picture for all three', () => {
    const raster = { width: 3, height: 1, channels: 1 as const, data: Uint8Array.of(4, 5, 6) };
    const grey = counts({ 4: 1, 6: 1 });
    expect(histogramInside(raster, fov)).toEqual({ red: grey, green: grey, blue: grey });
  });
});
