import type { Mask } from '../imaging/raster.ts';
import type { ScalarMap } from '../imaging/scale.ts';

/** Where tiles lie along one axis. All have the same length, and their starts ascend. */
export interface AxisPlan {
  readonly length: number;
  readonly starts: readonly number[];
  /** For each tile the weight of each of its positions; at every position the weights of all tiles add up to 1. */
  readonly weights: readonly Float32Array[];
}

export interface TilePlan {
  readonly columns: AxisPlan;
  readonly rows: AxisPlan;
}

export interface TileOptions {
  /** Lengths and starts of tiles are multiples of this, as the network's poolings ask for. */
  readonly multiple: number;
  /** The most pixels in a tile, which bounds the memory that the network takes; at least (9 margins + multiple)^2. */
  readonly maxPixels: number;
  /**
   * Width of the strip along a tile's inner edges whose values are dropped, because they lack context. From the
   * radius of the network's receptive field on, tiles give the same values as the whole image.
   */
  readonly margin: number;
}

/** Divides width x height into equal, overlapping tiles with the least to compute; into one when the image fits. */
export function planTiles(width: number, height: number, options: TileOptions): TilePlan {
  let best = { columns: 1, rows: 1, pixels: Number.POSITIVE_INFINITY };
  for (const columns of usefulCounts(width, options)) {
    for (const rows of usefulCounts(height, options)) {
      const tile = tileLength(width, columns, options) * tileLength(height, rows, options);
      const pixels = columns * rows * tile;
      if (tile <= options.maxPixels && pixels < best.pixels) best = { columns, rows, pixels };
    }
  }
  return { columns: planAxis(width, best.columns, options), rows: planAxis(height, best.rows, options) };
}

/** Numbers of tiles whose overlaps leave at least half a tile. */
function usefulCounts(size: number, options: TileOptions): number[] {
  const counts = [1];
  const shortest = 2 * overlapOf(options);
  while (tileLength(size, counts.length + 1, options) >= shortest) counts.push(counts.length + 1);
  return counts;
}

/** Two neighbours drop a margin each and blend over a third. */
const overlapOf = ({ margin }: TileOptions) => 3 * margin;

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

function tileLength(size: number, count: number, options: TileOptions): number {
  return roundUp((size + (count - 1) * overlapOf(options)) / count, options.multiple);
}

function planAxis(size: number, count: number, options: TileOptions): AxisPlan {
  const { multiple, margin } = options;
  const length = tileLength(size, count, options);
  const stride = count === 1 ? 0 : (roundUp(size, multiple) - length) / (count - 1);
  const starts = Array.from({ length: count }, (_, i) => Math.round((i * stride) / multiple) * multiple);
  return { length, starts, weights: blendingWeights(starts, length, margin) };
}

/** Each tile's weight falls linearly to 0 across the overlap with its neighbour, less the dropped margins. */
function blendingWeights(starts: readonly number[], length: number, margin: number): Float32Array[] {
  return starts.map((start, i) => {
    const before = starts[i - 1];
    const after = starts[i + 1];
    return Float32Array.from({ length }, (_, offset) => {
      const position = start + offset + 0.5;
      const rise = before === undefined ? 1 : ramp(position, start + margin, before + length - margin);
      const fall = after === undefined ? 0 : ramp(position, after + margin, start + length - margin);
      return rise * (1 - fall);
    });
  });
}

/** 0 up to `from`, 1 from `to` on, linear between. */
function ramp(position: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (position - from) / (to - from)));
}

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
