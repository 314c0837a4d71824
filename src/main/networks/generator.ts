import {
  add,
  averagePool,
  concat,
  conv2d,
  depthToSpace,
  leakyRelu,
  multiply,
  padAll,
  reduceMean,
  subtract,
  tanh,
} from '../graph/operators.ts';
import type { Tensor } from '../graph/tensor.ts';
import {
  batchNormalization,
  type ConvolutionLayer,
  convolution,
  type Initializer,
  normalInitializer,
  type Scope,
  within,
} from './layers.ts';

/** Numbers in a style code. */
export const styleSize = 8;
const slope = 0.2;
const residualBlocks = 3;

export interface GeneratorOptions {
  /** Channels at full resolution; 2, 4, 8, 8, ... times as many below. */
  readonly width: number;
  /** Resolutions, the first included, each half of the one before. */
  readonly levels: number;
}

export interface GeneratorInputs {
  /** [N,1,H,W], 0 or 1. */
  readonly mask: Tensor;
  /** [N,1,H,W], 0 or 1. */
  readonly fov: Tensor;
  /** [N,3,1,1], one-hot: healthy, diabetic retinopathy, glaucoma. */
  readonly diagnosis: Tensor;
  /** [N,8,1,1], standard normal. */
  readonly style: Tensor;
  /** [N,1,H,W], standard normal: what the mask leaves open, from the grain to the shading. */
  readonly noise: Tensor;
}

/** The four phases of a sub-pixel convolution start equal (ICNR, Aitken et al. 2017): no checkerboard to unlearn. */
const equalPhases =
  (deviation: number): Initializer =>
  (count, random) => {
    const phase = normalInitializer(deviation)(count / 4, random);
    const values = new Float32Array(count);
    for (let index = 0; index < 4; index++) values.set(phase, (index * count) / 4);
    return values;
  };

/** Noise of a coarser scale, again of variance 1. */
const coarser = (noise: Tensor, factor: number) => multiply(averagePool(noise, factor), factor);

/** The code of diagnosis and style as one number a channel, the same at every pixel. */
function codeBias(scope: Scope, code: Tensor, channels: number): Tensor {
  return convolution(scope, 'code', code, { channels, kernel: 1, initial: normalInitializer(0.1) });
}

/** Conv-BN, the code's bias where there is one, LeakyReLU. */
function layer(scope: Scope, x: Tensor, options: ConvolutionLayer, code?: Tensor): Tensor {
  const normalised = batchNormalization(scope, 'norm', convolution(scope, 'conv', x, options));
  return leakyRelu(code ? add(normalised, codeBias(scope, code, options.channels)) : normalised, slope);
}

function residualBlock(scope: Scope, x: Tensor, channels: number): Tensor {
  const inner = layer(within(scope, '0'), x, { channels });
  const outer = convolution(scope, '1.conv', inner, { channels });
  return add(x, batchNormalization(scope, '1.norm', outer));
}

function upsample(scope: Scope, x: Tensor, channels: number): Tensor {
  const initial = equalPhases(Math.sqrt(2 / (x.shape[1]! * 9)));
  return depthToSpace(layer(scope, x, { channels: channels * 4, initial }), 2);
}

/**
 * The synthesizer: a vessel mask becomes a photograph [N,3,H,W] in -1..1, black outside the field of view.
 * Strided convolutions down, residual blocks, sub-pixel convolutions up with skips, as in pix2pix (Isola et al.
 * 2017) but of operators that have int8 kernels; style code and noise as in BicycleGAN (Zhu et al. 2017).
 */
export function generator(
  scope: Scope,
  inputs: GeneratorInputs,
  { width, levels }: GeneratorOptions,
): Tensor {
  const { mask, fov, noise } = inputs;
  const code = concat([inputs.diagnosis, inputs.style], 1);
  const channels = Array.from({ length: levels }, (_, level) => width * Math.min(2 ** level, 8));
  let x = layer(within(scope, 'stem'), concat([mask, fov, noise], 1), { channels: width }, code);
  const skips: Tensor[] = [];
  for (let level = 1; level < levels; level++) {
    skips.push(x);
    x = layer(within(scope, `down.${level}`), x, { channels: channels[level]!, stride: 2 });
    if (level % 2 === 0) x = concat([x, coarser(noise, 2 ** level)], 1);
  }
  const deepest = channels.at(-1)!;
  x = layer(within(scope, 'bottleneck'), x, { channels: deepest }, code);
  for (let index = 0; index < residualBlocks; index++) {
    x = residualBlock(within(scope, `residual.${index}`), x, deepest);
  }
  for (let level = levels - 2; level >= 0; level--) {
    const up = within(scope, `up.${level}`);
    const joined = concat([upsample(within(up, 'subpixel'), x, channels[level]!), skips[level]!], 1);
    x = layer(up, joined, { channels: channels[level]! }, code);
  }
  const colour = tanh(
    convolution(scope, 'output', x, { channels: 3, bias: true, initial: normalInitializer(0.02) }),
  );
  return subtract(multiply(add(colour, 1), fov), 1);
}

/** A normal distribution of style codes, each number apart. */
export interface StyleDistribution {
  /** [N,8,1,1]. */
  readonly mean: Tensor;
  readonly logVariance: Tensor;
}

/** Channels of the encoder's layers, each at half the resolution of the one before. */
const channels = [32, 64, 96, 128, 128];
const encoderSlope = 0.2;
/** The divisor of height and width at its deepest layer: pictures are at least so large. */
export const encoderReach = 2 ** channels.length;

/**
 * What a photograph [N,3,H,W] in -1..1 looks like besides its vessels, as in BicycleGAN (Zhu et al. 2017). Without
 * normalisation, which would take away the very colours and contrasts that make a style.
 */
export function styleEncoder(scope: Scope, image: Tensor): StyleDistribution {
  let x = image;
  channels.forEach((count, index) => {
    const inputs = x.shape[1]!;
    const initial = normalInitializer(Math.sqrt(2 / (inputs * 16)));
    const filter = scope.weight(`${index}.weight`, [count, inputs, 4, 4], initial);
    x = leakyRelu(conv2d(x, filter, { stride: 2, padding: padAll(1) }), encoderSlope);
  });
  const summary = reduceMean(x, [2, 3]);
  const initial = normalInitializer(0.02);
  const head = (name: string) =>
    convolution(scope, name, summary, { channels: styleSize, kernel: 1, bias: true, initial });
  return { mean: head('mean'), logVariance: head('logVariance') };
}
