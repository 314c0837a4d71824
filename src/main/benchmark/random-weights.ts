import { createRandom } from '../../shared/random.ts';
import { writeOnnx } from '../graph/onnx/write.ts';
import { parameter } from '../graph/operators.ts';
import { elementCount, type Tensor } from '../graph/tensor.ts';
import type { Scope } from '../networks/layers.ts';
import { createSession, type SessionOptions, type Values } from '../runtime/session.ts';

/**
 * Weights for a network that nobody trained, by name: drawn from a seed, and the statistics of batch normalisation
 * measured on a batch, so that values keep the size that they have in a trained one.
 * @param build the network's function; its inputs must have the sizes of the batch
 * @param batch its inputs by name
 */
export async function randomWeights(
  build: (scope: Scope) => unknown,
  batch: Readonly<Record<string, Values>>,
  seed: number,
  options: SessionOptions = {},
): Promise<Map<string, Float32Array>> {
  const random = createRandom(seed);
  const weights = new Map<string, Float32Array>();
  const statistics: Record<string, Tensor> = {};
  build({
    training: true,
    weight: (name, shape, initial) => {
      if (!weights.has(name)) weights.set(name, initial(elementCount(shape), random));
      return parameter(name, shape);
    },
    statistic: (name, shape) => parameter(name, shape),
    observe: (name, value) => {
      statistics[name] = value;
    },
  });
  const session = await createSession(writeOnnx(statistics, { weights }), options);
  try {
    for (const [name, { data }] of Object.entries(await session.run(batch))) weights.set(name, data);
  } finally {
    await session.release();
  }
  return weights;
}
