import { writeOnnx } from '../graph/onnx/write.ts';
import { input, sigmoid } from '../graph/operators.ts';
import { foldBatchNorm, type Weights } from '../graph/passes/fold.ts';
import { inferenceScope } from './scope.ts';
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
