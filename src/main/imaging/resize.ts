import { plainBytes } from './plain-bytes.ts';
import type { Mask, Raster } from './raster.ts';
import { sharp } from './vips.ts';

/** Resizes with libvips' Lanczos-3 kernel (down: anti-aliased); the sides' ratio may change. */
export async function resizeRaster(raster: Raster, width: number, height: number): Promise<Raster> {
  const { channels } = raster;
  const data = await sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels } })
    .resize(width, height, { fit: 'fill' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer();
  return { width, height, channels, data: plainBytes(data) };
}

/** Resizes by the share of each new pixel that the mask covers (see `resizePlane`): 1 from one half up. */
export function resizeMask(mask: Mask, width: number, height: number): Mask {
  if (mask.width === width && mask.height === height) return mask;
  const coverage = resizePlane(mask.data, mask.width, mask.height, width, height);
  const data = new Uint8Array(width * height);
  // Half of what is exact in 32 bits: a weight like 1/3 is not.
  for (let i = 0; i < data.length; i++) data[i] = coverage[i]! >= 0.5 - 1e-6 ? 1 : 0;
  return { width, height, data };
}

/** What one new sample is made of: `weights[i]` of the old sample `start + i`; the weights add up to 1. */
interface Contribution {
  readonly start: number;
  readonly weights: Float32Array;
}

/**
 * Resizes one plane of values, row by row from the top: along an axis that shrinks each new sample is the average
 * over the area that it covers, along one that grows it is interpolated linearly between centres.
 */
export function resizePlane(
  plane: ArrayLike<number>,
  width: number,
  height: number,
  newWidth: number,
  newHeight: number,
): Float32Array {
  const columns = contributions(width, newWidth);
  const rows = contributions(height, newHeight);
  const resized = new Float32Array(newWidth * newHeight);
  const row = new Float32Array(width);
  for (let y = 0; y < newHeight; y++) {
    mixRows(plane, width, rows[y]!, row);
    mixColumns(row, columns, resized, y * newWidth);
  }
  return resized;
}

/** [newLength, length]: what `resizePlane` does along one axis. */
export function resizeMatrix(length: number, newLength: number): Float32Array {
  const matrix = new Float32Array(newLength * length);
  contributions(length, newLength).forEach(({ start, weights }, row) => {
    matrix.set(weights, row * length + start);
  });
  return matrix;
}

function mixRows(
  plane: ArrayLike<number>,
  width: number,
  { start, weights }: Contribution,
  row: Float32Array,
) {
  row.fill(0);
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    const offset = (start + i) * width;
    for (let x = 0; x < width; x++) row[x]! += weight * plane[offset + x]!;
  }
}

function mixColumns(
  row: Float32Array,
  columns: readonly Contribution[],
  resized: Float32Array,
  offset: number,
) {
  for (let x = 0; x < columns.length; x++) {
    const { start, weights } = columns[x]!;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i]! * row[start + i]!;
    resized[offset + x] = sum;
  }
}

function contributions(length: number, newLength: number): Contribution[] {
  const contribution = newLength < length ? average : interpolation;
  return Array.from({ length: newLength }, (_, i) => contribution(i, length, length / newLength));
}

function average(i: number, length: number, scale: number): Contribution {
  const from = i * scale;
  const to = Math.min((i + 1) * scale, length);
  const start = Math.floor(from);
  const weights = new Float32Array(Math.ceil(to) - start);
  for (let j = 0; j < weights.length; j++) {
    weights[j] = (Math.min(start + j + 1, to) - Math.max(start + j, from)) / (to - from);
  }
  return { start, weights };
}

function interpolation(i: number, length: number, scale: number): Contribution {
  const centre = Math.min(Math.max((i + 0.5) * scale - 0.5, 0), length - 1);
  const start = Math.min(Math.floor(centre), Math.max(length - 2, 0));
  const weights = length === 1 ? Float32Array.of(1) : Float32Array.of(1 - (centre - start), centre - start);
  return { start, weights };
}
