import type { Random } from '../../shared/random.ts';
import {
  add,
  affine,
  batchNorm,
  conv2d,
  divide,
  multiply,
  padAll,
  parameter,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  spatialDot,
  sqrt,
  subtract,
} from '../graph/operators.ts';
import { elementCount, type Shape, type Tensor } from '../graph/tensor.ts';

/** Draws the first values of a weight. */
export type Initializer = (count: number, random: Random) => Float32Array;

export const constantInitializer =
  (value: number): Initializer =>
  (count) =>
    new Float32Array(count).fill(value);

export const normalInitializer =
  (deviation: number): Initializer =>
  (count, random) => {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = deviation * random.normal();
    return values;
  };

/**
 * Where a network's function gets its weights from. The same function builds the network for inference and
 * for training: only the scope differs.
 */
export interface Scope {
  /** In training, normalisation uses the batch's own statistics and reports them. */
  readonly training: boolean;
  /** A trainable weight; asked for again under the same name, it is the same tensor. */
  weight(name: string, shape: Shape, initial: Initializer): Tensor;
  /** A per-channel running statistic of batch normalisation, not trained by gradients. */
  statistic(name: string, shape: Shape, initial: Initializer): Tensor;
  /** Called in training with the current batch's value of a statistic. */
  observe(name: string, value: Tensor): void;
}

/** Prefixes every name: `within(scope, 'encoder')`. */
export function within(scope: Scope, prefix: string): Scope {
  const full = (name: string) => `${prefix}.${name}`;
  return {
    training: scope.training,
    weight: (name, shape, initial) => scope.weight(full(name), shape, initial),
    statistic: (name, shape, initial) => scope.statistic(full(name), shape, initial),
    observe: (name, value) => scope.observe(full(name), value),
  };
}

/** Weights and statistics as named parameters of the graph: what an exported network has. */
export const inferenceScope: Scope = {
  training: false,
  weight: (name, shape) => parameter(name, shape),
  statistic: (name, shape) => parameter(name, shape),
  observe: () => {},
};

const defaultEpsilon = 1e-5;

export interface ConvolutionLayer {
  readonly channels: number;
  readonly kernel?: number;
  readonly stride?: number;
  readonly bias?: boolean;
  /** By default He et al. 2015: normal with variance 2 / (inputs of one output). */
  readonly initial?: Initializer;
}

/** A convolution that keeps the size at stride 1 and divides it at greater ones. */
export function convolution(scope: Scope, name: string, x: Tensor, layer: ConvolutionLayer): Tensor {
  const { channels, kernel = 3, stride = 1, bias = false } = layer;
  const inputs = x.shape[1]!;
  const initial = layer.initial ?? normalInitializer(Math.sqrt(2 / (inputs * kernel * kernel)));
  const filter = scope.weight(`${name}.weight`, [channels, inputs, kernel, kernel], initial);
  return conv2d(x, filter, {
    stride,
    padding: padAll((kernel - 1) >> 1),
    ...(bias ? { bias: scope.weight(`${name}.bias`, [channels], constantInitializer(0)) } : {}),
  });
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015) over batch, height and width. In training the mean and the
 * variance E[x^2] - E[x]^2 come from one pass each that stores nothing, and scale and shift from a third.
 */
export function batchNormalization(scope: Scope, name: string, x: Tensor, epsilon = defaultEpsilon): Tensor {
  const [, channels] = x.shape as [number, number, number, number];
  const gamma = scope.weight(`${name}.gamma`, [channels], constantInitializer(1));
  const beta = scope.weight(`${name}.beta`, [channels], constantInitializer(0));
  const runningMean = scope.statistic(`${name}.mean`, [channels], constantInitializer(0));
  const runningVariance = scope.statistic(`${name}.variance`, [channels], constantInitializer(1));
  if (!scope.training) return batchNorm(x, gamma, beta, runningMean, runningVariance, epsilon);

  const count = elementCount(x.shape) / channels;
  const mean = reduceMean(x, [0, 2, 3]);
  const meanSquare = multiply(reduceSum(spatialDot(x, x), [0]), 1 / count);
  const variance = relu(subtract(meanSquare, multiply(mean, mean)));
  scope.observe(`${name}.mean`, reshape(mean, [channels]));
  // The running variance is the unbiased one, as in the paper.
  scope.observe(`${name}.variance`, reshape(multiply(variance, count / (count - 1)), [channels]));
  const perChannel = [1, channels, 1, 1];
  const scale = divide(reshape(gamma, perChannel), sqrt(add(variance, epsilon)));
  const shift = subtract(reshape(beta, perChannel), multiply(mean, scale));
  return affine(x, scale, shift);
}
