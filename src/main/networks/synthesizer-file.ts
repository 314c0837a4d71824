import { writeOnnx } from '../graph/onnx/write.ts';
import { input } from '../graph/operators.ts';
import { foldBatchNorm, type Weights } from '../graph/passes/fold.ts';
import { type GeneratorOptions, generator, generatorMultiple, styleSize } from './generator.ts';
import { inferenceScope } from './scope.ts';

/**
 * A generator as an ONNX file, its batch normalisation folded into the convolutions: the inputs of
 * `GeneratorInputs`, N, H and W free, H and W multiples of `generatorMultiple`; output `image` [N,3,H,W] in -1..1.
 * @param weights all weights and statistics of the generator by name
 */
export function writeSynthesizer(options: GeneratorOptions, weights: Weights): Uint8Array {
  const side = 4 * generatorMultiple(options);
  const plane = [1, 1, side, side];
  const image = generator(
    inferenceScope,
    {
      mask: input('mask', plane),
      fov: input('fov', plane),
      noise: input('noise', plane),
      diagnosis: input('diagnosis', [1, 3, 1, 1]),
      style: input('style', [1, styleSize, 1, 1]),
    },
    options,
  );
  const folded = foldBatchNorm({ image }, weights);
  const dims = ['N', null, 'H', 'W'];
  const batch = ['N', null, null, null];
  return writeOnnx(folded.outputs, {
    weights: folded.weights,
    freeDimensions: { mask: dims, fov: dims, noise: dims, image: dims, diagnosis: batch, style: batch },
  });
}
