import { generatorMultiple } from '../../shared/synthesizer-canvas.ts';
import { writeOnnx } from '../graph/onnx/write.ts';
import { input, sigmoid } from '../graph/operators.ts';
import { foldBatchNorm, usedWeights, type Weights } from '../graph/passes/fold.ts';
import { encoderReach, type GeneratorOptions, generator, styleEncoder, styleSize } from './generator.ts';
import { inferenceScope, within } from './layers.ts';
import { type UNetOptions, unet } from './unet.ts';

/**
 * A segmenter as an ONNX file, its batch normalisation folded into the convolutions: input `image` [N,3,H,W],
 * H and W multiples of 2^(levels - 1), output `probability` [N,1,H,W] in 0..1.
 * @param weights all weights and statistics of the U-Net by name
 */
export function writeSegmenter(network: UNetOptions, weights: Weights): Uint8Array {
  // Any size will do: height and width are free in the file.
  const side = 8 << network.levels;
  const probability = sigmoid(unet(inferenceScope, input('image', [1, 3, side, side]), network));
  const folded = foldBatchNorm({ probability }, weights);
  const dims = ['N', null, 'H', 'W'];
  return writeOnnx(folded.outputs, {
    weights: folded.weights,
    freeDimensions: { image: dims, probability: dims },
  });
}

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
