import { expect, it } from 'vitest';
import { histogramInside } from '../../../src/main/imaging/histogram.ts';

const fov = { width: 3, height: 1, data: Uint8Array.of(1, 0, 1) };
const counts = (entries: Record<number, number>) =>
  Array.from({ length: 256 }, (_, level) => entries[level] ?? 0);

it('counts the levels of each channel inside the field of view', () => {
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

it('counts a grey picture for all three', () => {
  const raster = { width: 3, height: 1, channels: 1 as const, data: Uint8Array.of(4, 5, 6) };
  const grey = counts({ 4: 1, 6: 1 });
  expect(histogramInside(raster, fov)).toEqual({ red: grey, green: grey, blue: grey });
});
