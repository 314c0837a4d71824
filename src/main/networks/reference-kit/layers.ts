import type { Tensor } from '../../graph/tensor.ts';
import { batchNormalization } from '../layers.ts';
import type { Scope } from '../scope.ts';

/** Keras' default. */
const epsilon = 1e-3;

/** Batch normalisation as Keras has it where nothing else is said. */
export function kerasBatchNormalization(scope: Scope, name: string, x: Tensor): Tensor {
  return batchNormalization(scope, name, x, epsilon);
}
