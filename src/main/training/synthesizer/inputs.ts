import type { Random } from '../../../shared/random.ts';
import {
  add,
  affineGrid,
  gather,
  gridSample,
  input,
  multiply,
  relu,
  reshape,
  slice,
  step,
  subtract,
} from '../../graph/operators.ts';
import { elementCount, type Shape, type Tensor } from '../../graph/tensor.ts';
import { type Canvas, vesselCoverage } from '../../imaging/canvas.ts';
import { styleSize } from '../../networks/generator.ts';
import type { ByteValues, Values } from '../../runtime/session.ts';
import type { Feeds } from '../program.ts';
import { oversampling, type SynthesizerData } from './data.ts';

/** What the losses of one step of the synthesizer's training see: B photographs, augmented, and what is drawn. */
export interface SynthesizerTensors {
  /** [B,3,H,W] in -1..1, -1 outside the field of view. */
  readonly image: Tensor;
  /** [B,1,H,W], 0 or 1. */
  readonly mask: Tensor;
  readonly fov: Tensor;
  /** [B,1,H,W], standard normal. */
  readonly noise: Tensor;
  /** [B,3,1,1], one-hot: of the photograph; one of the other two; that of the image made with a random style. */
  readonly diagnosis: Tensor;
  readonly otherDiagnosis: Tensor;
  readonly randomDiagnosis: Tensor;
  /**
   * [B,8,1,1], standard normal. The first half of the batch is made with encoded styles, mean + deviation * epsilon,
   * the second half with random ones; of each only that half counts.
   */
  readonly epsilon: Tensor;
  readonly randomStyle: Tensor;
  /** [2,2]: (top, left) of two square crops in pixels. */
  readonly crops: Tensor;
  /** [B,3,1,1]: brightness to add, factor of the contrast, factor of the saturation. */
  readonly colourChange: Tensor;
  /** [1]: 1 in the steps in which R1 counts, 0 in the others. */
  readonly gradientPenalty: Tensor;
}

/** How photographs are changed from step to step. */
const maxTurn = (10 * Math.PI) / 180;
const maxMagnification = 0.08;
const colourJitter = 0.06;
/** How much the discriminators' two inputs are changed alike: brightness, contrast and saturation. */
const changeOfBrightness = 0.2;
const changeOfContrast = 0.2;
const changeOfSaturation = 0.3;
/** The share of the pictures of random style that are made as of a random diagnosis. */
const randomDiagnoses = 0.3;
/** How many `SynthesizerTensors.crops` there are. */
const cropCount = 2;

export interface SynthesizerBatchShape extends Canvas {
  readonly batch: number;
  /** Side of the crops. */
  readonly crop: number;
}

/** Shapes of what is drawn for each step, besides the step sizes. */
const drawnShapes = (batch: number) =>
  ({
    indices: [batch],
    /** Where the canvas' pixels lie in the photograph, see `affineGrid`. */
    placements: [batch, 2, 3],
    /** Level * gain + shift is a channel's value in -1..1. */
    gains: [batch, 3, 1, 1],
    shifts: [batch, 3, 1, 1],
    /** Where the canvas' pixels lie in the bank of normal numbers. */
    noisePlacements: [batch, 2, 3],
    otherDiagnosis: [batch, 3, 1, 1],
    randomDiagnosis: [batch, 3, 1, 1],
    epsilon: [batch, styleSize, 1, 1],
    randomStyle: [batch, styleSize, 1, 1],
    crops: [cropCount, 2],
    colourChange: [batch, 3, 1, 1],
  }) satisfies Record<string, Shape>;

/** The name of the input that says whether R1 counts. */
export const penaltyInput = 'gradientPenalty';

/** A step's draws; depends on `random` alone. */
export function drawInputs(shape: SynthesizerBatchShape, data: SynthesizerData, random: Random): Feeds {
  const { batch, crop, width, height } = shape;
  const feeds = eachName(drawnShapes(batch), (_, dims) => zeros(dims));
  const { normals } = data;
  for (let index = 0; index < batch; index++) {
    const photograph = random.integer(data.photographs.dims[0]!);
    const own = oneHotIndex(part(data.diagnoses, photograph));
    part(feeds.indices, index)[0] = photograph;
    part(feeds.placements, index).set(placed(shape, data.photographs, random));
    drawColours(part(feeds.gains, index), part(feeds.shifts, index), random);
    part(feeds.noisePlacements, index).set(windowOf(shape, normals.dims[3]!, random));
    part(feeds.otherDiagnosis, index)[(own + 1 + random.integer(2)) % 3] = 1;
    const made = random.uniform() < randomDiagnoses ? random.integer(3) : own;
    part(feeds.randomDiagnosis, index)[made] = 1;
    fillNormal(part(feeds.epsilon, index), random);
    fillNormal(part(feeds.randomStyle, index), random);
    part(feeds.colourChange, index).set([
      random.between(-changeOfBrightness, changeOfBrightness),
      random.between(1 - changeOfContrast, 1 + changeOfContrast),
      random.between(1 - changeOfSaturation, 1 + changeOfSaturation),
    ]);
  }
  for (let index = 0; index < cropCount; index++) {
    const place = [height, width].map((length) => random.integer(Math.max(0, length - crop) + 1));
    part(feeds.crops, index).set(place);
  }
  return feeds;
}

const zeros = (dims: Shape): Values => ({ data: new Float32Array(elementCount(dims)), dims });

/** The same of each name. */
const eachName = <Name extends string, Before, After>(
  values: Readonly<Record<Name, Before>>,
  make: (name: string, value: Before) => After,
) =>
  Object.fromEntries(
    Object.entries<Before>(values).map(([name, value]) => [name, make(name, value)]),
  ) as Record<Name, After>;

function part({ data, dims }: Values, index: number): Float32Array {
  const length = data.length / dims[0]!;
  return data.subarray(index * length, (index + 1) * length);
}

const oneHotIndex = (values: Float32Array) => values.indexOf(1);

function fillNormal(values: Float32Array, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = random.normal();
}

/**
 * The inputs that show photographs as they are, each as often in a row as the batch has room for, in as many random
 * styles; the styles and the noise of one photograph are those of the others.
 */
export function drawSamples(
  shape: SynthesizerBatchShape,
  data: SynthesizerData,
  shown: readonly number[],
  random: Random,
): Feeds {
  const { indices, placements, gains, shifts, noisePlacements, randomStyle } = eachName(
    drawnShapes(shape.batch),
    (_, dims) => zeros(dims),
  );
  const styles = shape.batch / shown.length;
  gains.data.fill(1 / 127.5);
  shifts.data.fill(-1);
  for (let index = 0; index < shape.batch; index++) {
    part(indices, index)[0] = shown[Math.floor(index / styles)]!;
    part(placements, index).set(placedBy(shape, data.photographs, oversampling, [1, 1], 0));
    if (index < styles) {
      part(noisePlacements, index).set(windowOf(shape, data.normals.dims[3]!, random));
      fillNormal(part(randomStyle, index), random);
    } else {
      part(noisePlacements, index).set(part(noisePlacements, index - styles));
      part(randomStyle, index).set(part(randomStyle, index - styles));
    }
  }
  return { indices, placements, gains, shifts, noisePlacements, randomStyle };
}

/** Turned, magnified and mirrored about the centre. */
function placed(canvas: Canvas, photographs: ByteValues, random: Random): readonly number[] {
  const turn = random.between(-maxTurn, maxTurn);
  const scale = oversampling / random.between(1 - maxMagnification, 1 + maxMagnification);
  const flips = [random.integer(2) * 2 - 1, random.integer(2) * 2 - 1] as const;
  return placedBy(canvas, photographs, scale, flips, turn);
}

/** @param scale pixels of the photograph for one of the canvas */
function placedBy(
  { width, height }: Canvas,
  { dims }: ByteValues,
  scale: number,
  [flipX, flipY]: readonly [number, number],
  turn: number,
): readonly number[] {
  const [sourceHeight, sourceWidth] = dims.slice(2) as [number, number];
  const [xx, xy] = [flipX * scale * Math.cos(turn), -flipX * scale * Math.sin(turn)];
  const [yx, yy] = [flipY * scale * Math.sin(turn), flipY * scale * Math.cos(turn)];
  const [u, v] = [(width - 1) / 2, (height - 1) / 2];
  return [
    ...[xx, xy, (sourceWidth - 1) / 2 - xx * u - xy * v],
    ...[yx, yy, (sourceHeight - 1) / 2 - yx * u - yy * v],
  ];
}

/** A change of brightness and contrast of each channel, for levels of 0 to 255. */
function drawColours(gains: Float32Array, shifts: Float32Array, random: Random): void {
  for (let channel = 0; channel < 3; channel++) {
    const gain = random.between(1 - colourJitter, 1 + colourJitter);
    gains[channel] = gain / 127.5;
    shifts[channel] = random.between(-colourJitter, colourJitter) - gain;
  }
}

/** A window of the bank, mirrored or not, its pixels on those of the bank. */
function windowOf({ width, height }: Canvas, side: number, random: Random): readonly number[] {
  const axis = (length: number) => {
    const first = random.integer(side - length + 1);
    return random.integer(2) === 0 ? { step: 1, start: first } : { step: -1, start: first + length - 1 };
  };
  const [x, y] = [axis(width), axis(height)];
  return [x.step, 0, x.start, 0, y.step, y.start];
}

/**
 * The photographs as a step sees them, from inputs named as those of `SynthesizerData`, `drawInputs` and `penaltyInput`: turned,
 * mirrored, magnified and recoloured, bilinear; black and without vessels outside their field of view.
 */
export function augmented(shape: SynthesizerBatchShape, data: SynthesizerData): SynthesizerTensors {
  const { batch, width, height } = shape;
  const drawn = eachName(drawnShapes(batch), input);
  const { photographs, diagnoses, normals } = eachName({ ...data }, (name, { dims }) => input(name, dims));
  const grid = affineGrid(drawn.placements, shape, sizeOf(photographs));
  const seen = gridSample(gather(photographs, drawn.indices), grid, 'bilinear');
  const channels = (from: number, to: number) => slice(seen, [0, from, 0, 0], [batch, to, height, width]);
  const covers = (levels: Tensor, share: number) => step(subtract(levels, 255 * share));
  const fov = covers(channels(4, 5), 0.5);
  return {
    image: coloured(channels(0, 3), drawn.gains, drawn.shifts, fov),
    mask: multiply(covers(channels(3, 4), vesselCoverage), fov),
    fov,
    noise: noiseOf(normals, drawn.noisePlacements, shape),
    diagnosis: gather(diagnoses, drawn.indices),
    otherDiagnosis: drawn.otherDiagnosis,
    randomDiagnosis: drawn.randomDiagnosis,
    epsilon: drawn.epsilon,
    randomStyle: drawn.randomStyle,
    crops: drawn.crops,
    colourChange: drawn.colourChange,
    gradientPenalty: input(penaltyInput, [1]),
  };
}

const sizeOf = ({ shape }: Tensor) => ({ width: shape[3]!, height: shape[2]! });

/** levels * gain + shift, cut to -1..1; -1 outside the field of view. */
function coloured(levels: Tensor, gains: Tensor, shifts: Tensor, fov: Tensor): Tensor {
  const fromBlack = relu(add(multiply(levels, gains), add(shifts, 1)));
  const cut = subtract(2, relu(subtract(2, fromBlack)));
  return subtract(multiply(cut, fov), 1);
}

/** The windows below each other are one large grid: the bank is not copied for each of them. */
function noiseOf(
  normals: Tensor,
  placements: Tensor,
  { batch, width, height }: SynthesizerBatchShape,
): Tensor {
  const grid = affineGrid(placements, { width, height }, sizeOf(normals));
  const windows = gridSample(normals, reshape(grid, [1, batch * height, width, 2]), 'nearest');
  return reshape(windows, [batch, 1, height, width]);
}
