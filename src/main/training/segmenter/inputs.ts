import type { Random } from '../../../shared/random.ts';
import {
  add,
  affineGrid,
  constant,
  divide,
  gather,
  gridSample,
  input,
  multiply,
  reshape,
  slice,
  step,
  subtract,
} from '../../graph/operators.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Mask } from '../../imaging/raster.ts';
import type { Feeds } from '../program.ts';
import type { SegmenterData, SegmenterImage } from './data.ts';

/** How crops are taken from photographs. */
export interface Augmentation {
  /** Half the width of the range of a channel's gain around 1, and of its shift around 0 (in standard deviations). */
  readonly colourJitter: number;
  /** Crops show the photograph magnified by a factor between 1 / (1 + x) and 1 + x. */
  readonly scaleJitter: number;
}

export interface CropShape extends Augmentation {
  readonly batch: number;
  /** Side of the crops in pixels. */
  readonly crop: number;
}

/** What one step of the segmenter's training sees: B crops. */
export interface SegmenterTensors {
  /** [B,3,S,S], normalised, 0 outside the field of view. */
  readonly image: Tensor;
  /** [B,1,S,S], 0 or 1. */
  readonly vessel: Tensor;
  readonly fov: Tensor;
}

/**
 * A step's draws; depends on `random` alone. For each crop a photograph, a place whose centre is inside the field of
 * view, one of the eight flips and quarter turns, a magnification and a change of the colours.
 */
export function drawCrops(
  shape: CropShape,
  images: readonly SegmenterImage[],
  data: SegmenterData,
  random: Random,
): Feeds {
  const { batch, colourJitter } = shape;
  const drawn = Array.from({ length: batch }, () => {
    const index = random.integer(images.length);
    const placement = place(images[index]!.fov, shape, random);
    const colours = [0, 1, 2].map(() => ({
      gain: random.between(1 - colourJitter, 1 + colourJitter),
      shift: random.between(-colourJitter, colourJitter),
    }));
    return { index, colours, ...amongRows(placement, shape, data) };
  });
  const values = (dims: readonly number[], list: (one: (typeof drawn)[number]) => readonly number[]) => ({
    data: Float32Array.from(drawn.flatMap(list)),
    dims: [batch, ...dims],
  });
  return {
    /** The photograph's. */
    indices: values([], ({ index }) => [index]),
    /** The first of the photograph's rows that the crop is taken from, and where its pixels lie among them. */
    tops: values([], ({ top }) => [top]),
    placements: values([2, 3], ({ map }) => map),
    /** Each channel becomes value * gain + shift inside the field of view. */
    gains: values([3, 1, 1], ({ colours }) => colours.map(({ gain }) => gain)),
    shifts: values([3, 1, 1], ({ colours }) => colours.map(({ shift }) => shift)),
  };
}

/** Where a crop's pixels lie in the photograph, see `affineGrid`. */
type Placement = readonly [xx: number, xy: number, x0: number, yx: number, yy: number, y0: number];

/** Inside the photograph as far as it is large enough, else around it; without magnification pixels lie on pixels. */
function place(fov: Mask, { crop, scaleJitter }: CropShape, random: Random): Placement {
  const range = Math.log(1 + scaleJitter);
  const scale = scaleJitter === 0 ? 1 : Math.exp(random.between(-range, range));
  const span = crop * scale;
  const [centreX, centreY] = randomFovPixel(fov, random);
  const isTurned = random.integer(2) === 1;
  const flipX = random.integer(2) === 1 ? -1 : 1;
  const flipY = random.integer(2) === 1 ? -1 : 1;
  const corner = (centre: number, length: number) =>
    length <= span ? (length - span) / 2 : Math.min(Math.max(centre - span / 2, 0), length - span);
  const start = (low: number, flip: number) => {
    const first = scale === 1 ? Math.round(low) : low + scale / 2 - 0.5;
    return flip === 1 ? first : first + (crop - 1) * scale;
  };
  const [x, y] = [flipX * scale, flipY * scale];
  const [x0, y0] = [start(corner(centreX, fov.width), flipX), start(corner(centreY, fov.height), flipY)];
  return isTurned ? [0, x, x0, y, 0, y0] : [x, 0, x0, 0, y, y0];
}

/** Half of a field of view's bounding box lies inside at the least, so that this ends soon. */
function randomFovPixel({ width, height, data }: Mask, random: Random): [x: number, y: number] {
  for (;;) {
    const x = random.integer(width);
    const y = random.integer(height);
    if (data[y * width + x] === 1) return [x, y];
  }
}

const sizeOf = ({ photographs: { dims } }: SegmenterData) => {
  const [count, channels, height, width] = dims as [number, number, number, number];
  return { count, channels, height, width };
};

/** How many rows of a photograph the largest crop touches, at a place between them. */
const rowsOf = ({ crop, scaleJitter }: CropShape, height: number) =>
  Math.min(height, Math.ceil((crop - 1) * (1 + scaleJitter)) + 2);

/** The placement among the rows that the crop needs: those left out are beyond the photograph, or not met. */
function amongRows([xx, xy, x0, yx, yy, y0]: Placement, shape: CropShape, data: SegmenterData) {
  const { height } = sizeOf(data);
  const lowest = y0 + (shape.crop - 1) * Math.min(0, yx + yy);
  const top = Math.min(Math.max(Math.floor(lowest), 0), height - rowsOf(shape, height));
  return { top, map: [xx, xy, x0, yx, yy, y0 - top] };
}

/**
 * The crops that were drawn, from inputs named as those of `SegmenterData` and `drawCrops`. Vessels and field of view
 * are where at least half is; beyond the photograph is outside the field of view.
 */
export function segmenterCrops(shape: CropShape, data: SegmenterData): SegmenterTensors {
  const { batch, crop, scaleJitter } = shape;
  const { width, height } = sizeOf(data);
  const indices = input('indices', [batch]);
  const grid = affineGrid(
    input('placements', [batch, 2, 3]),
    { width: crop, height: crop },
    { width, height: rowsOf(shape, height) },
  );
  const rows = gatherRows(shape, data, indices);
  const seen = gridSample(rows, grid, scaleJitter === 0 ? 'nearest' : 'bilinear');
  const channels = (from: number, to: number) => slice(seen, [0, from, 0, 0], [batch, to, crop, crop]);
  const isHalf = (x: Tensor) => step(subtract(x, 0.5 - 1e-6));
  const inside = channels(4, 5);
  const fov = isHalf(inside);
  const scores = (name: 'means' | 'deviations') => gather(input(name, data[name].dims), indices);
  // The levels are 0 outside the field of view, where the normalised photograph is 0: the mean counts inside alone.
  const normalised = divide(
    subtract(channels(0, 3), multiply(scores('means'), inside)),
    scores('deviations'),
  );
  const channel = [batch, 3, 1, 1];
  const coloured = add(multiply(normalised, input('gains', channel)), input('shifts', channel));
  return { image: multiply(coloured, fov), vessel: isHalf(channels(3, 4)), fov };
}

/**
 * The photographs' rows that the crops lie in, [B,5,rows,W]: with crops of 256 pixels from HRF at half its size less
 * than a quarter of what whole photographs are to copy and to make float32.
 */
function gatherRows(shape: CropShape, data: SegmenterData, indices: Tensor): Tensor {
  const { batch } = shape;
  const { count, channels, height, width } = sizeOf(data);
  const rows = rowsOf(shape, height);
  const range = (length: number) => [...Array(length).keys()];
  const planes = add(
    multiply(reshape(indices, [batch, 1, 1]), channels),
    constant(range(channels), [1, channels, 1]),
  );
  const within = add(reshape(input('tops', [batch]), [batch, 1, 1]), constant(range(rows), [1, 1, rows]));
  const wanted = add(multiply(planes, height), within);
  const all = reshape(input('photographs', data.photographs.dims), [count * channels * height, width]);
  return reshape(gather(all, reshape(wanted, [batch * channels * rows])), [batch, channels, rows, width]);
}
