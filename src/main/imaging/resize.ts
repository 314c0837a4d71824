import type { Mask, Raster } from './raster.ts';
import { plainBytes, sharp } from './vips.ts';

/**
 * Resizes with libvips' Lanczos-3 kernel where it shrinks and with cubic interpolation (Catmull-Rom) where neither side
 * does, for which libvips would move the picture by half a new pixel; the sides' ratio may change.
 */
export async function resizeRaster(raster: Raster, width: number, height: number): Promise<Raster> {
  const { channels } = raster;
  if (width >= raster.width && height >= raster.height) return enlarge(raster, width, height);
  const data = await sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels } })
    .resize(width, height, { fit: 'fill' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer();
  return { width, height, channels, data: plainBytes(data) };
}

function enlarge(raster: Raster, width: number, height: number): Raster {
  const { channels } = raster;
  const data = new Uint8ClampedArray(width * height * channels);
  const columns = Array.from({ length: width }, (_, i) => cubic(i, raster.width, width));
  const rows = Array.from({ length: height }, (_, i) => cubic(i, raster.height, height));
  for (let channel = 0; channel < channels; channel++) {
    const plane = raster.data.filter((_, i) => i % channels === channel);
    resizeWith(plane, raster.width, { columns, rows }, (at, value) => {
      // Rounded and limited to 0..255 by the array.
      data[at * channels + channel] = value;
    });
  }
  return { width, height, channels, data: new Uint8Array(data.buffer) };
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
  resizeWith(plane, width, { columns, rows }, (at, value) => {
    resized[at] = value;
  });
  return resized;
}

/** @param put is given every new pixel's place and value */
function resizeWith(
  plane: ArrayLike<number>,
  width: number,
  { columns, rows }: { readonly columns: readonly Contribution[]; readonly rows: readonly Contribution[] },
  put: (at: number, value: number) => void,
): void {
  const row = new Float32Array(width);
  rows.forEach((contribution, y) => {
    mixRows(plane, width, contribution, row);
    mixColumns(row, columns, (x, value) => put(y * columns.length + x, value));
  });
}

/**
 * Resizing along one axis as a matrix [newLength, length]: averages over areas where it shrinks, as in `resizePlane`;
 * cubic interpolation where it grows, as in `resizeRaster`.
 */
export function resizeMatrix(length: number, newLength: number): Float32Array {
  const matrix = new Float32Array(newLength * length);
  for (let row = 0; row < newLength; row++) {
    const isShrunk = newLength < length;
    const { start, weights } = isShrunk
      ? average(row, length, length / newLength)
      : cubic(row, length, newLength);
    matrix.set(weights, row * length + start);
  }
  return matrix;
}

/** Beyond the ends the outermost samples go on. */
function cubic(i: number, length: number, newLength: number): Contribution {
  const centre = ((i + 0.5) * length) / newLength - 0.5;
  const first = Math.floor(centre) - 1;
  const column = (tap: number) => Math.min(Math.max(first + tap, 0), length - 1);
  const start = column(0);
  const weights = new Float32Array(column(3) - start + 1);
  for (let tap = 0; tap < 4; tap++) {
    weights[column(tap) - start]! += catmullRom(Math.abs(first + tap - centre));
  }
  return { start, weights };
}

function catmullRom(distance: number): number {
  if (distance >= 2) return 0;
  return distance < 1
    ? (1.5 * distance - 2.5) * distance ** 2 + 1
    : -0.5 * (distance - 1) * (distance - 2) ** 2;
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
  put: (x: number, value: number) => void,
) {
  for (let x = 0; x < columns.length; x++) {
    const { start, weights } = columns[x]!;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i]! * row[start + i]!;
    put(x, sum);
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
