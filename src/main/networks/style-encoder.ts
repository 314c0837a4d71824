import { conv2d, leakyRelu, padAll, reduceMean } from '../graph/operators.ts';
import type { Tensor } from '../graph/tensor.ts';
import { styleSize } from './generator.ts';
import { convolution } from './layers.ts';
import { normalInitializer, type Scope } from './scope.ts';

/** A normal distribution of style codes, each number apart. */
export interface StyleDistribution {
  /** [N,8,1,1]. */
  readonly mean: Tensor;
  readonly logVariance: Tensor;
}

/** Of its layers, each at half the resolution of the one before. */
const channels = [32, 64, 96, 128, 128];
const slope = 0.2;
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
    x = leakyRelu(conv2d(x, filter, { stride: 2, padding: padAll(1) }), slope);
  });
  const summary = reduceMean(x, [2, 3]);
  const initial = normalInitializer(0.02);
  const head = (name: string) =>
    convolution(scope, name, summary, { channels: styleSize, kernel: 1, bias: true, initial });
  return { mean: head('mean'), logVariance: head('logVariance') };
}
