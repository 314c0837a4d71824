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
