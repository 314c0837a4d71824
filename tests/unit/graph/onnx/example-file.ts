import { writeOnnx } from '../../../../src/main/graph/onnx/write.ts';
import {
  batchNorm,
  constant,
  conv2d,
  input,
  maxPool,
  multiply,
  parameter,
  relu,
  upsampleNearest,
} from '../../../../src/main/graph/operators.ts';

/** A network with weights, a literal, free dimensions and metadata. */
export function exampleFile(): Uint8Array {
  const image = input('image', [1, 3, 8, 8]);
  const filter = parameter('filter', [2, 3, 3, 3]);
  const statistics = ['gamma', 'beta', 'mean', 'variance'].map((name) => parameter(name, [2]));
  const [gamma, beta, mean, variance] = statistics as [
    typeof filter,
    typeof filter,
    typeof filter,
    typeof filter,
  ];
  const normed = relu(batchNorm(conv2d(image, filter), gamma, beta, mean, variance, 1e-3));
  const weighted = multiply(upsampleNearest(maxPool(normed, 2), 2), constant([0.5, 2], [1, 2, 1, 1]));
  const weights = new Map(
    statistics.map((_, index) => [['gamma', 'beta', 'mean', 'variance'][index]!, Float32Array.of(1, 2)]),
  );
  weights.set(
    'filter',
    Float32Array.from({ length: 54 }, (_, i) => Math.sin(i)),
  );
  const free = ['N', null, 'H', 'W'];
  return writeOnnx(
    { weighted, normed },
    {
      weights,
      freeDimensions: { image: free, weighted: free },
      metadata: { card: '{"kind":"segmenter"}', licence: 'é' },
    },
  );
}

/** Lengths for its free dimensions. */
export const exampleDimensions = { N: 1, H: 8, W: 8 };
