import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import { apply, conv2d, input, parameter, relu, sigmoid } from '../../../src/main/graph/operators.ts';
import { elementCount, type Tensor } from '../../../src/main/graph/tensor.ts';
import { random } from '../random.ts';

const width = 4;
const levels = 4;

/** A small U-Net of random weights in the segmenters' form, as an ONNX file: what it says is noise, but smooth. */
export function randomSegmenter(seed: number): Uint8Array {
  const next = random(seed);
  const weights = new Map<string, Float32Array>();
  const weight = (shape: readonly number[], scale: number) => {
    const name = `weight_${weights.size}`;
    const values = Float32Array.from({ length: elementCount(shape) }, () => (2 * next() - 1) * scale);
    weights.set(name, values);
    return parameter(name, shape);
  };
  const convRelu = (x: Tensor, channels: number) => {
    const fanIn = 9 * x.shape[1]!;
    return relu(
      conv2d(x, weight([channels, x.shape[1]!, 3, 3], Math.sqrt(6 / fanIn)), {
        bias: weight([channels], 0.1),
      }),
    );
  };
  const pair = (x: Tensor, level: number) => convRelu(convRelu(x, width << level), width << level);

  const skips: Tensor[] = [];
  let x = pair(input('image', [1, 3, 64, 64]), 0);
  for (let level = 1; level < levels; level++) {
    skips.push(x);
    x = pair(apply('maxPool', [x], { size: 2 }), level);
  }
  for (let level = levels - 2; level >= 0; level--) {
    const up = apply('upsampleNearest', [x], { factor: 2 });
    x = pair(apply('concat', [up, skips[level]!], { axis: 1 }), level);
  }
  const probability = sigmoid(conv2d(x, weight([1, width, 1, 1], 1), { bias: weight([1], 0.1) }));
  const dims = ['N', null, 'H', 'W'];
  return writeOnnx({ probability }, { weights, freeDimensions: { image: dims, probability: dims } });
}
