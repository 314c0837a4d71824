import type { Raster } from '../../viewer/raster.ts';

/** Widths of the two windows as shares of the field of view's diameter: finer than a vessel, and wider than one. */
const fineShare = 1 / 800;
const wideShare = 1 / 30;
/** This share of the darkest pixels is as dark as can be. */
const saturated = 0.02;

/**
 * Where a photograph is darker than its surroundings, as vessels are in green light: the mean of a wide window less
 * that of a fine one, both inside the field of view, 0..255. The map that lines follow where there is no prediction.
 */
export function localDarkness(green: Raster, fov: Raster, fovDiameter: number): Raster {
  const { width, height } = green;
  const sums = integral(width, height, (i) => green.data[i]! * fov.data[i]!);
  const counts = integral(width, height, (i) => fov.data[i]!);
  const fine = Math.max(1, Math.round((fovDiameter * fineShare) / 2));
  const wide = Math.max(fine + 2, Math.round((fovDiameter * wideShare) / 2));
  const depths = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (fov.data[i] === 0) continue;
      const surroundings = windowMean(sums, counts, width, height, x, y, wide);
      depths[i] = Math.max(0, surroundings - windowMean(sums, counts, width, height, x, y, fine));
    }
  }
  return { width, height, data: scaleToBytes(depths) };
}

/** Sums of all pixels above and to the left, one row and column more than the picture. At most 2^32 / 255 pixels. */
function integral(width: number, height: number, valueAt: (i: number) => number): Uint32Array {
  const stride = width + 1;
  const sums = new Uint32Array(stride * (height + 1));
  for (let y = 0, i = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++, i++) {
      row += valueAt(i);
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row;
    }
  }
  return sums;
}

function windowMean(
  sums: Uint32Array,
  counts: Uint32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  radius: number,
): number {
  const top = Math.max(0, y - radius) * (width + 1);
  const bottom = Math.min(height, y + radius + 1) * (width + 1);
  const left = Math.max(0, x - radius);
  const right = Math.min(width, x + radius + 1);
  const inside = (table: Uint32Array) =>
    table[bottom + right]! - table[top + right]! - table[bottom + left]! + table[top + left]!;
  return inside(sums) / inside(counts);
}

function scaleToBytes(depths: Float32Array): Uint8Array {
  const histogram = new Float64Array(256);
  let pixels = 0;
  for (const depth of depths) {
    if (depth === 0) continue;
    histogram[Math.min(255, Math.round(depth * 4))]! += 1;
    pixels++;
  }
  let top = 255;
  for (let above = histogram[255]!; top > 1 && above < saturated * pixels; ) above += histogram[--top]!;
  const scale = (255 * 4) / top;
  const bytes = new Uint8Array(depths.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.min(255, Math.round(depths[i]! * scale));
  return bytes;
}
