import type { Random } from '../../shared/random.ts';
import { parameter } from '../graph/operators.ts';
import type { Shape, Tensor } from '../graph/tensor.ts';

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
