import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import {
  add,
  concat,
  conv2d,
  depthToSpace,
  input,
  leakyRelu,
  maxPool,
  parameter,
  relu,
  sigmoid,
  upsampleNearest,
} from '../../../src/main/graph/operators.ts';
import type { Outputs } from '../../../src/main/graph/passes/rewrite.ts';
import { elementCount, type Shape, type Tensor } from '../../../src/main/graph/tensor.ts';
import { createRandom } from '../../../src/shared/random.ts';

export const size = 16;
export const image = input('image', [1, 3, size, size]);

/** Weights that keep the variance of what they are applied to. */
export function layerBuilder(seed: number) {
  const random = createRandom(seed);
  const weights = new Map<string, Float32Array>();
  const weight = (name: string, shape: Shape, spread: number): Tensor => {
    weights.set(
      name,
      Float32Array.from({ length: elementCount(shape) }, () => spread * random.normal()),
    );
    return parameter(name, shape);
  };
  const conv = (name: string, x: Tensor, channels: number, { stride = 1, kernel = 3 } = {}) => {
    const inputs = x.shape[1]!;
    const filter = weight(
      `${name}.weight`,
      [channels, inputs, kernel, kernel],
      Math.sqrt(2 / (inputs * kernel ** 2)),
    );
    return conv2d(x, filter, { stride, bias: weight(`${name}.bias`, [channels], 0.2) });
  };
  return { weights, weight, conv };
}

/** Everything that a network may have between two integer convolutions. */
export function mixedNetwork(seed: number): { outputs: Outputs; weights: Map<string, Float32Array> } {
  const { weights, conv } = layerBuilder(seed);
  const top = relu(conv('top', image, 16));
  const down = leakyRelu(conv('down', maxPool(top, 2), 16), 0.2);
  const residual = add(down, conv('residual', down, 16));
  const code = conv('code', input('code', [1, 4, 1, 1]), 16, { kernel: 1 });
  const shifted = leakyRelu(add(conv('shifted', residual, 16), code), 0.2);
  const finer = depthToSpace(leakyRelu(conv('subpixel', shifted, 64), 0.2), 2);
  const joined = concat([top, upsampleNearest(down, 2), finer], 1);
  const last = conv('last', relu(conv('joined', joined, 16)), 1, { kernel: 1 });
  return { outputs: { y: sigmoid(last) }, weights };
}

export function mixedFeeds(seed: number, side = size) {
  const random = createRandom(seed);
  const values = (...dims: number[]) => ({
    data: Float32Array.from({ length: elementCount(dims) }, () => random.normal()),
    dims,
  });
  return { image: values(1, 3, side, side), code: values(1, 4, 1, 1) };
}

const free = ['N', null, 'H', 'W'];
export const freeDimensions = { image: free, code: ['N', null, null, null], y: free };

/** The mixed network as a float32 file whose sizes are free. */
export function mixedFile(seed: number): Uint8Array {
  const { outputs, weights } = mixedNetwork(seed);
  return writeOnnx(outputs, { weights, freeDimensions });
}
