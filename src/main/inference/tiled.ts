import type { Mask } from '../imaging/raster.ts';
import type { ScalarMap } from '../imaging/scale.ts';
import type { TilePlan } from './tiles.ts';

/** A fully convolutional network on one tile: [3, height, width] in, [height, width] of probabilities out. */
export type PredictTile = (
  tile: Float32Array<ArrayBuffer>,
  width: number,
  height: number,
) => Promise<Float32Array>;

/**
 * Applies a network tile by tile and blends what it returns. Beyond the image tiles hold 0, the mean of a
 * normalised image; tiles without a pixel of the field of view are not computed.
 * @param input [3, height, width], the size of `fov`
 * @param beforeTile called with the number of tiles done and their total; may throw to stop
 * @returns probabilities, 0 outside the field of view
 */
export async function predictTiled(
  predict: PredictTile,
  input: Float32Array,
  fov: Mask,
  plan: TilePlan,
  beforeTile: (done: number, total: number) => void,
): Promise<ScalarMap> {
  const { columns, rows } = plan;
  const data = new Float32Array(fov.width * fov.height);
  const tile = new Float32Array(3 * columns.length * rows.length);
  const total = columns.starts.length * rows.starts.length;
  for (let index = 0; index < total; index++) {
    beforeTile(index, total);
    const column = index % columns.starts.length;
    const row = Math.floor(index / columns.starts.length);
    const window = tileWindow(plan, column, row, fov);
    if (!touchesFov(window, fov)) continue;
    cutTile(tile, window, input, fov);
    const probability = await predict(tile, columns.length, rows.length);
    blendTile(data, probability, window, fov.width, columns.weights[column]!, rows.weights[row]!);
  }
  clearOutside(data, fov);
  return { width: fov.width, height: fov.height, data };
}

/** A tile's place in the image, and how much of it lies inside the image. */
interface Window {
  readonly left: number;
  readonly top: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly width: number;
  readonly height: number;
}

function tileWindow({ columns, rows }: TilePlan, column: number, row: number, image: Mask): Window {
  const left = columns.starts[column]!;
  const top = rows.starts[row]!;
  return {
    left,
    top,
    tileWidth: columns.length,
    tileHeight: rows.length,
    width: Math.min(columns.length, image.width - left),
    height: Math.min(rows.length, image.height - top),
  };
}

function touchesFov({ left, top, width, height }: Window, fov: Mask): boolean {
  for (let y = top; y < top + height; y++) {
    const row = y * fov.width + left;
    if (fov.data.subarray(row, row + width).includes(1)) return true;
  }
  return false;
}

function cutTile(tile: Float32Array, window: Window, input: Float32Array, image: Mask): void {
  tile.fill(0);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < window.height; y++) {
      const from = (channel * image.height + window.top + y) * image.width + window.left;
      const to = (channel * window.tileHeight + y) * window.tileWidth;
      tile.set(input.subarray(from, from + window.width), to);
    }
  }
}

function blendTile(
  sum: Float32Array,
  probability: Float32Array,
  window: Window,
  imageWidth: number,
  columnWeights: Float32Array,
  rowWeights: Float32Array,
): void {
  for (let y = 0; y < window.height; y++) {
    const from = y * window.tileWidth;
    const to = (window.top + y) * imageWidth + window.left;
    const rowWeight = rowWeights[y]!;
    if (rowWeight === 0) continue;
    for (let x = 0; x < window.width; x++) {
      sum[to + x]! += probability[from + x]! * rowWeight * columnWeights[x]!;
    }
  }
}

function clearOutside(data: Float32Array, fov: Mask): void {
  for (let i = 0; i < data.length; i++) {
    if (fov.data[i] !== 1) data[i] = 0;
  }
}
