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
  /** The longest side of a tile; at least 9 margins. */
  readonly maxSide: number;
  /**
   * Width of the strip along a tile's inner edges whose values are dropped, because they lack context. From the
   * radius of the network's receptive field on, tiles give the same values as the whole image.
   */
  readonly margin: number;
}

/** Divides width x height into the fewest equal, overlapping tiles; one when the image fits. */
export function planTiles(width: number, height: number, options: TileOptions): TilePlan {
  return { columns: planAxis(width, options), rows: planAxis(height, options) };
}

function planAxis(size: number, { multiple, maxSide, margin }: TileOptions): AxisPlan {
  const roundUp = (value: number) => Math.ceil(value / multiple) * multiple;
  // Two neighbours drop a margin each and blend over a third.
  const overlap = 3 * margin;
  const count = size <= maxSide ? 1 : Math.ceil((size - overlap) / (maxSide - overlap));
  const length = roundUp((size + (count - 1) * overlap) / count);
  const stride = count === 1 ? 0 : (roundUp(size) - length) / (count - 1);
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
