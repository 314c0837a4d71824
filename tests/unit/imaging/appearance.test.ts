import { expect, it } from 'vitest';
import { appearanceDistance, appearanceOf, decodeReducedFov } from '../../../src/main/imaging/appearance.ts';
import { encodePng } from '../../../src/main/imaging/encode.ts';
import { resizeMask, resizeRaster } from '../../../src/main/imaging/resize.ts';
import { discMask, photograph } from './pictures.ts';

const [width, height] = [384, 256];

it('is the same for a photograph at another size', async () => {
  const raster = photograph(width, height);
  const fov = discMask(width, height);
  const half = await resizeRaster(raster, width / 2, height / 2);
  const large = await appearanceOf(raster, fov);
  const small = await appearanceOf(half, resizeMask(fov, width / 2, height / 2));
  expect(large).toHaveLength(48 * 32 * 3);
  expect(appearanceDistance(large, small)).toBeLessThan(5);
});

it('is the same wherever the field of view lies in the picture', async () => {
  const raster = photograph(width, height);
  const fov = discMask(width, height);
  const shifted = { width: width + 100, height, channels: 3 as const, data: shift(raster.data, 3) };
  const shiftedFov = { width: width + 100, height, data: shift(fov.data, 1) };
  const distance = appearanceDistance(
    await appearanceOf(raster, fov),
    await appearanceOf(shifted, shiftedFov),
  );
  expect(distance).toBeLessThan(3);
});

/** With 100 dark columns on the left. */
function shift(data: Uint8Array, channels: number): Uint8Array {
  const moved = new Uint8Array((width + 100) * height * channels);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width * channels, (y + 1) * width * channels);
    moved.set(row, (y * (width + 100) + 100) * channels);
  }
  return moved;
}

it('differs by the root mean square of the levels', async () => {
  const flat = (level: number) =>
    appearanceOf(
      { width: 48, height: 32, channels: 1, data: new Uint8Array(48 * 32).fill(level) },
      { width: 48, height: 32, data: new Uint8Array(48 * 32).fill(1) },
    );
  expect(appearanceDistance(await flat(10), await flat(10))).toBe(0);
  expect(appearanceDistance(await flat(10), await flat(17))).toBeCloseTo(7);
  const half = (await flat(0)).map((_, i) => (i % 2 === 0 ? 100 : 0));
  expect(appearanceDistance(half, await flat(0))).toBeCloseTo(100 / Math.SQRT2);
});

it('takes a field of view reduced as one reduced exactly', async () => {
  const fov = discMask(width, height);
  const reduced = await decodeReducedFov(await encodePng(fov), 96, 64);
  const exact = resizeMask(fov, 96, 64);
  expect(new Set(reduced.data)).toEqual(new Set([0, 1]));
  const differing = reduced.data.filter((value, i) => value !== exact.data[i]);
  expect(differing.length).toBeLessThan(0.01 * exact.data.length);
});
