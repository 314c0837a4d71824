import {
  add,
  concat,
  conv2d,
  divide,
  leakyRelu,
  multiply,
  padAll,
  reduceMean,
  relu,
  spatialDot,
  sqrt,
  subtract,
} from '../graph/operators.ts';
import type { Tensor } from '../graph/tensor.ts';
import { convolution, normalInitializer, type Scope } from './layers.ts';

/** What a discriminator says of pictures. */
export interface Discrimination {
  /** [N,1,h,w]: near 1 for real, near 0 for synthetic, one for each patch. */
  readonly scores: Tensor;
  /** The activations behind every layer but the last, for feature matching. */
  readonly features: readonly Tensor[];
}

const slope = 0.2;
const initial = normalInitializer(0.02);
/** Without normalisation the variance is kept from layer to layer by the filters alone (He et al. 2015). */
const heInitializer = (fanIn: number) => normalInitializer(Math.sqrt(2 / fanIn));

/** Instance normalisation (Ulyanov et al. 2016) without scale and shift. */
function instanceNormalization(x: Tensor): Tensor {
  const [, , height, width] = x.shape as [number, number, number, number];
  const mean = reduceMean(x, [2, 3]);
  const meanSquare = multiply(spatialDot(x, x), 1 / (height * width));
  const variance = relu(subtract(meanSquare, multiply(mean, mean)));
  const scale = divide(1, sqrt(add(variance, 1e-5)));
  return add(multiply(x, scale), multiply(multiply(mean, scale), -1));
}

/** A 4x4 convolution that halves height and width. */
function halving(scope: Scope, name: string, x: Tensor, channels: number, isNormalised: boolean): Tensor {
  const inputs = x.shape[1]!;
  const values = isNormalised ? initial : heInitializer(16 * inputs);
  const filter = scope.weight(`${name}.weight`, [channels, inputs, 4, 4], values);
  return conv2d(x, filter, { stride: 2, padding: padAll(1) });
}

export interface DiscriminatorLayers {
  /** Channels of its layers, each at half the resolution of the one before. */
  readonly widths: readonly number[];
  /** Whether all layers but the first are normalised; a penalty on the gradient (R1) replaces that. */
  readonly isNormalised: boolean;
}

/**
 * A patch discriminator (Isola et al. 2017), shown the photograph with what it was made from.
 * @param image [N,3,H,W] in -1..1
 * @param condition [N,C,H,W]: masks
 * @param diagnosis [N,3,1,1], one-hot
 */
export function discriminator(
  scope: Scope,
  image: Tensor,
  condition: Tensor,
  diagnosis: Tensor,
  { widths, isNormalised }: DiscriminatorLayers,
): Discrimination {
  const features: Tensor[] = [];
  let x = concat([image, condition], 1);
  widths.forEach((channels, index) => {
    const convolved = halving(scope, `${index}`, x, channels, isNormalised);
    const normalised = isNormalised && index > 0 ? instanceNormalization(convolved) : convolved;
    const bias = convolution(scope, `${index}.diagnosis`, diagnosis, { channels, kernel: 1, initial });
    x = leakyRelu(add(normalised, bias), slope);
    features.push(x);
  });
  const scores = convolution(scope, 'scores', x, { channels: 1, kernel: 3, bias: true, initial });
  return { scores, features };
}
