import { concat, conv2dInputGradient, leakyRelu, padAll, tanh } from '../../graph/operators.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { convolution } from '../layers.ts';
import { constantInitializer, normalInitializer, type Scope, within } from '../scope.ts';
import { kerasBatchNormalization } from './layers.ts';

/** Side of the pictures, in pixels. */
export const kitPictureSide = 512;
/** Channels at half the resolution. */
export const kitSynthesizerWidth = 64;
const kernel = 4;
const slope = 0.2;
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
    x = concat([leakyRelu(up, slope), levels[level]!], 1);
  }
  return tanh(doubled(within(scope, 'output'), x, 3));
}

function halved(scope: Scope, x: Tensor, channels: number): Tensor {
  const convolved = convolution(scope, 'conv', x, { channels, kernel, stride: 2, bias: true });
  return leakyRelu(kerasBatchNormalization(scope, 'norm', convolved), slope);
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
