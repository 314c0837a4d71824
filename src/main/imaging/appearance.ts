import { fitToCanvas, placeRaster } from './canvas.ts';
import type { Mask, Raster } from './raster.ts';
import { resizeRaster } from './resize.ts';
import { plainBytes, sharp } from './vips.ts';

const grid = { width: 48, height: 32 };
/** Pictures are placed to the whole pixel: on a finer canvas that is a fraction of one of the grid's. */
const canvas = { width: 8 * grid.width, height: 8 * grid.height };

/** What a picture looks like from afar: 48 x 32 RGB levels, its field of view fitted to them. */
export type Appearance = Uint8Array;

/** @param fov of the picture, in its pixels */
export async function appearanceOf(raster: Raster, fov: Mask): Promise<Appearance> {
  const placed = await placeRaster(raster, fitToCanvas(fov, canvas));
  const { data, channels } = await resizeRaster(placed, grid.width, grid.height);
  if (channels === 3) return data;
  return Uint8Array.from({ length: data.length * 3 }, (_, i) => data[Math.floor(i / 3)]!);
}

/** The root mean square difference of the levels, 0..255. */
export function appearanceDistance(a: Appearance, b: Appearance): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** A stored field of view reduced to a size, for where pixels do not matter. */
export async function decodeReducedFov(png: Uint8Array, width: number, height: number): Promise<Mask> {
  const grey = await sharp(png)
    .toColourspace('b-w')
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  return { width, height, data: plainBytes(grey).map((value) => (value >= 128 ? 1 : 0)) };
}
