import {
  add,
  affine,
  batchNorm,
  conv2d,
  divide,
  multiply,
  padAll,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  spatialDot,
  sqrt,
  subtract,
} from '../graph/operators.ts';
import { elementCount, type Tensor } from '../graph/tensor.ts';
import { constantInitializer, type Initializer, normalInitializer, type Scope } from './scope.ts';

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
