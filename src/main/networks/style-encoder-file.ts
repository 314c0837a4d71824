import { writeOnnx } from '../graph/onnx/write.ts';
import { input } from '../graph/operators.ts';
import { usedWeights, type Weights } from '../graph/passes/fold.ts';
import { inferenceScope, within } from './scope.ts';
import { encoderReach, styleEncoder } from './style-encoder.ts';

/** What the encoder's weights are called among those of the generator that it was trained with. */
export const encoderPrefix = 'encoder';

/**
 * A style encoder as an ONNX file: input `image` [N,3,H,W] in -1..1, black (-1) outside the field of view, N, H and W
 * free; outputs `mean` and `logVariance` [N,8,1,1].
 * @param weights all weights by name, those of the encoder under `encoderPrefix`
 */
export function writeStyleEncoder(weights: Weights): Uint8Array {
  const side = 2 * encoderReach;
  const { mean, logVariance } = styleEncoder(
    within(inferenceScope, encoderPrefix),
    input('image', [1, 3, side, side]),
  );
  const outputs = { mean, logVariance };
  const batch = ['N', null, null, null];
  return writeOnnx(outputs, {
    weights: usedWeights(outputs, weights),
    freeDimensions: { image: ['N', null, 'H', 'W'], mean: batch, logVariance: batch },
  });
}
