import { concat, maxPool, relu, upsampleNearest } from '../graph/operators.ts';
import type { Tensor } from '../graph/tensor.ts';
import { batchNormalization, convolution, type Scope } from './layers.ts';

export interface UNetOptions {
  /** Channels of the first level; each level below has twice as many. */
  readonly width: number;
  /** Resolutions, the first included: height and width must be multiples of 2^(levels - 1). */
  readonly levels: number;
}

function convNormRelu(scope: Scope, name: string, x: Tensor, channels: number): Tensor {
  const convolved = convolution(scope, name, x, { channels });
  return relu(batchNormalization(scope, `${name}.norm`, convolved));
}

const block = (scope: Scope, name: string, x: Tensor, channels: number) =>
  convNormRelu(scope, `${name}.1`, convNormRelu(scope, `${name}.0`, x, channels), channels);

/**
 * U-Net (Ronneberger et al. 2015) of conv3x3-BN-ReLU pairs, with padding, max-pooling down, nearest-neighbour
 * up and concatenation: image [N,3,H,W] to vessel logits [N,1,H,W]. Width 8 has 122,465 weights, 16 has 488,001.
 */
export function unet(scope: Scope, image: Tensor, { width, levels }: UNetOptions): Tensor {
  const skips: Tensor[] = [];
  let x = image;
  for (let level = 0; level < levels; level++) {
    if (level > 0) x = maxPool(x, 2);
    x = block(scope, `down.${level}`, x, width << level);
    skips.push(x);
  }
  for (let level = levels - 2; level >= 0; level--) {
    const joined = concat([skips[level]!, upsampleNearest(x, 2)], 1);
    x = block(scope, `up.${level}`, joined, width << level);
  }
  return convolution(scope, 'logits', x, { channels: 1, kernel: 1, bias: true });
}
