import {
  add,
  averagePool,
  concat,
  conv2d,
  conv2dInputGradient,
  divide,
  exp,
  leakyRelu,
  maxPool,
  multiply,
  padAll,
  reduceSum,
  sigmoid,
  slice,
  tanh,
  upsampleBilinear,
} from '../graph/operators.ts';
import type { Tensor } from '../graph/tensor.ts';
import {
  batchNormalization,
  constantInitializer,
  convolution,
  normalInitializer,
  type Scope,
  within,
} from './layers.ts';

/** Keras' default. */
const epsilon = 1e-3;

/** Batch normalisation as Keras has it where nothing else is said. */
export function kerasBatchNormalization(scope: Scope, name: string, x: Tensor): Tensor {
  return batchNormalization(scope, name, x, epsilon);
}

/** Side of the pictures, in pixels. */
export const kitPatchSide = 48;
/** Channels of the first residual block; 2, 4, 8, 16 and 32 times as many further on. */
export const kitSegmenterWidth = 16;
/** Keras' default. */
const segmenterSlope = 0.3;

export interface KitSegmentation {
  /** [N,1,H,W]: the three colours blended into one. */
  readonly blend: Tensor;
  /** [N,1,H,W], 0..1. */
  readonly probability: Tensor;
}

/**
 * The residual U-Net that the reference kit segments vessels with (github.com/oneapi-src/image-data-generation,
 * src/stage1/model/unet.py; operators as Keras 2.11 has them, images NCHW instead of NHWC). It enlarges the patch to
 * 96 pixels before the first of its four poolings, and halves it again at the end.
 * @param patch [N,3,48,48], 0..1
 */
export function kitSegmenter(scope: Scope, patch: Tensor, width = kitSegmenterWidth): KitSegmentation {
  const block = (name: string, x: Tensor, factor: number) =>
    residualBlock(within(scope, name), x, factor * width);
  const blend = colourBlend(within(scope, 'blend'), patch);
  const top = block('top', upsampleBilinear(block('first', blend, 1), 2), 2);
  const skips = [top];
  let x = top;
  for (const [level, factor] of [4, 8, 16].entries()) {
    x = block(`down.${level}.0`, maxPool(x, 2), factor);
    x = block(`down.${level}.1`, x, factor);
    skips.push(x);
  }
  x = block('bottom', maxPool(x, 2), 32);
  for (const [level, factor] of [16, 8].entries()) {
    x = block(`up.${level}.0`, joined(skips, x), factor);
    x = block(`up.${level}.1`, x, factor);
  }
  x = block('up.2.0', joined(skips, x), 4);
  x = block('up.3.0', joined(skips, x), 2);
  x = block('last', maxPool(x, 2), 2);
  const logits = convolution(scope, 'logits', x, { channels: 1, kernel: 1 });
  return { blend, probability: sigmoid(kerasBatchNormalization(scope, 'logits.norm', logits)) };
}

/** The picture at the next finer level beside what comes from below. */
const joined = (skips: Tensor[], x: Tensor) => concat([skips.pop()!, upsampleBilinear(x, 2)], 1);

/** Two convolutions beside the input itself, or a 1x1 convolution of it where the number of channels changes. */
function residualBlock(scope: Scope, x: Tensor, channels: number): Tensor {
  const convNorm = (name: string, of: Tensor, kernel: number) =>
    kerasBatchNormalization(scope, `${name}.norm`, convolution(scope, name, of, { channels, kernel }));
  const inner = leakyRelu(convNorm('0', x, 3), segmenterSlope);
  const shortcut = x.shape[1] === channels ? x : convNorm('shortcut', x, 1);
  return leakyRelu(add(shortcut, convNorm('1', inner, 3)), segmenterSlope);
}

/**
 * One picture of the three colours: each is amplified where a convolution of it says so, and weighted by the mean of
 * that convolution. Blue is convolved with the filter of red: the kit makes one for blue and does not use it.
 */
function colourBlend(scope: Scope, patch: Tensor): Tensor {
  const [n, , height, width] = patch.shape as [number, number, number, number];
  const colours = [0, 1, 2].map((c) => slice(patch, [0, c, 0, 0], [n, c + 1, height, width]));
  const [red, green] = ['red', 'green'].map((name) =>
    scope.weight(`${name}.weight`, [1, 1, 3, 3], normalInitializer(Math.sqrt(2 / 9))),
  ) as [Tensor, Tensor];
  const maps = [red, green, red].map((filter, c) => conv2d(colours[c]!, filter));
  const shares = softmax(
    concat(
      maps.map((map) => averagePool(map, height)),
      1,
    ),
  );
  const weighted = colours.map((colour, c) =>
    multiply(multiply(colour, add(sigmoid(maps[c]!), 1)), slice(shares, [0, c, 0, 0], [n, c + 1, 1, 1])),
  );
  return kerasBatchNormalization(
    scope,
    'norm',
    weighted.reduce((a, b) => add(a, b)),
  );
}

/** Over the channels; of means of maps of pictures, whose exponentials do not overflow. */
function softmax(x: Tensor): Tensor {
  const powers = exp(x);
  return divide(powers, reduceSum(powers, [1]));
}

/** Side of the pictures, in pixels. */
export const kitPictureSide = 512;
/** Channels at half the resolution. */
export const kitSynthesizerWidth = 64;
const kernel = 4;
const synthesizerSlope = 0.2;
/** Channels of the eight halvings, in units of the width. */
const factors = [1, 2, 4, 8, 8, 8, 8, 8];

/**
 * The pix2pix generator that the reference kit makes photographs with (github.com/oneapi-src/image-data-generation,
 * src/stage2/training_stage_2.py; images NCHW instead of NHWC): eight strided convolutions of 4x4 down, eight
 * transposed ones up, batch normalisation behind all of them. Its dropout is for training alone.
 * @param mask [N,3,H,W], -1..1; H and W multiples of 256
 * @returns [N,3,H,W], -1..1
 */
export function kitSynthesizer(scope: Scope, mask: Tensor, width = kitSynthesizerWidth): Tensor {
  const levels: Tensor[] = [];
  let x = mask;
  for (const [level, factor] of factors.entries()) {
    x = halved(within(scope, `down.${level}`), x, factor * width);
    levels.push(x);
  }
  for (let level = factors.length - 2; level >= 0; level--) {
    const up = doubled(within(scope, `up.${level}`), x, factors[level]! * width);
    x = concat([leakyRelu(up, synthesizerSlope), levels[level]!], 1);
  }
  return tanh(doubled(within(scope, 'output'), x, 3));
}

function halved(scope: Scope, x: Tensor, channels: number): Tensor {
  const convolved = convolution(scope, 'conv', x, { channels, kernel, stride: 2, bias: true });
  return leakyRelu(kerasBatchNormalization(scope, 'norm', convolved), synthesizerSlope);
}

/** Keras' Conv2DTranspose of stride 2 with 'same' padding. */
function doubled(scope: Scope, x: Tensor, channels: number): Tensor {
  const [, inputs, height, width] = x.shape as [number, number, number, number];
  // Four taps reach each pixel of the result.
  const initial = normalInitializer(Math.sqrt(2 / (inputs * 4)));
  const filter = scope.weight('conv.weight', [inputs, channels, kernel, kernel], initial);
  const bias = scope.weight('conv.bias', [channels], constantInitializer(0));
  const transposed = conv2dInputGradient(
    x,
    filter,
    { stride: 2, padding: padAll(1), height: 2 * height, width: 2 * width },
    bias,
  );
  return kerasBatchNormalization(scope, 'norm', transposed);
}
