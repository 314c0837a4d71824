import { FundusError } from '../../../shared/errors.ts';
import { readOnnx } from '../../graph/onnx/read.ts';
import {
  add,
  constant,
  divide,
  input,
  matMul,
  multiply,
  pad,
  reduceSum,
  relu,
  reshape,
  slice,
  sqrt,
  step,
  subtract,
  transpose,
} from '../../graph/operators.ts';
import { rewrite } from '../../graph/passes/rewrite.ts';
import { elementCount, type Tensor, topologicalOrder } from '../../graph/tensor.ts';
import { resizeMatrix } from '../../imaging/resize.ts';
import { scaledSize } from '../../imaging/scale.ts';

/** Name of the input [n] of all weights of the segmenter: data of the training, not a state. */
export const segmenterWeights = 'segmenter.weights';

/** Height and width that a segmenter is given are multiples of this: three poolings by 2. */
const multiple = 8;

/** A trained segmenter as part of another network's training: its weights stay as they are. */
export class FrozenSegmenter {
  readonly #onnx: Uint8Array;
  readonly #offsets = new Map<string, number>();
  /** All its weights in one vector, to feed as `segmenterWeights`. */
  readonly weights: Float32Array;

  /**
   * @param onnx a segmenter's file, see `writeSegmenter`
   * @throws FundusError 'bad-model' when it is none, or one that computes with integers and so passes no gradients
   */
  constructor(onnx: Uint8Array) {
    this.#onnx = onnx;
    const side = 8 * multiple;
    const { inputs, outputs, weights } = readOnnx(onnx, { dimensions: { N: 1, H: side, W: side } });
    if (!inputs.image || !outputs.probability)
      throw new FundusError('bad-model', 'The network is no segmenter');
    const isRounded = topologicalOrder([outputs.probability]).some(
      ({ operator }) => operator === 'fakeQuantize',
    );
    if (isRounded) {
      throw new FundusError('bad-model', 'An int8 segmenter cannot take part in a training', {
        hint: 'choose the float32 network that it was made from',
      });
    }
    const length = [...weights.values()].reduce((sum, values) => sum + values.length, 0);
    this.weights = new Float32Array(length);
    let offset = 0;
    for (const [name, values] of weights) {
      this.#offsets.set(name, offset);
      this.weights.set(values, offset);
      offset += values.length;
    }
  }

  /** @param image [N,3,H,W], normalised; H and W multiples of 8 @returns [N,1,H,W] */
  probability(image: Tensor): Tensor {
    const [N, , H, W] = image.shape as [number, number, number, number];
    const { outputs } = readOnnx(this.#onnx, { dimensions: { N, H, W } });
    const flat = input(segmenterWeights, [this.weights.length]);
    const { probability } = rewrite({ probability: outputs.probability! }, (tensor) => {
      if (tensor.operator === 'input') return image;
      if (tensor.operator !== 'parameter') return undefined;
      const start = this.#offsets.get(tensor.attributes.name)!;
      return reshape(slice(flat, [start], [start + elementCount(tensor.shape)]), tensor.shape);
    });
    return probability!;
  }
}

/**
 * To zero mean and unit variance inside the field of view, each picture and channel; 0 outside. What
 * `normalizeInsideFov` does, for gradients to pass.
 * @param image [N,3,H,W]
 * @param fov [N,1,H,W], 0 or 1
 */
export function normalizedInside(image: Tensor, fov: Tensor): Tensor {
  const count = add(reduceSum(fov, [2, 3]), 1e-6);
  const mean = divide(reduceSum(multiply(image, fov), [2, 3]), count);
  const centred = multiply(subtract(image, mean), fov);
  const variance = divide(reduceSum(multiply(centred, centred), [2, 3]), count);
  return divide(centred, sqrt(add(relu(variance), 1e-6)));
}

/**
 * The vessels that a segmenter finds in pictures, in their own pixels, as `segmentImage` does: enlarged or reduced
 * to what the segmenter was trained on.
 * @param image [N,3,H,W], normalised inside `fov` [N,1,H,W]
 * @param factor pixels of the segmenter's input for each pixel of the picture
 * @returns [N,1,H,W] in 0..1, 0 outside the field of view
 */
export function vesselProbability(
  segmenter: FrozenSegmenter,
  image: Tensor,
  fov: Tensor,
  factor: number,
): Tensor {
  const [, , height, width] = image.shape as [number, number, number, number];
  const scaled = scaledSize({ width, height }, factor);
  const scaledFov = factor === 1 ? fov : step(subtract(resized(fov, scaled), 0.5 - 1e-6));
  const input = multiply(resized(image, scaled), scaledFov);
  const rest = (length: number) => (multiple - (length % multiple)) % multiple;
  const padded = pad(input, [0, 0, 0, 0], [0, 0, rest(scaled.height), rest(scaled.width)]);
  const predicted = segmenter.probability(padded);
  const [n] = image.shape as [number];
  const cut = slice(predicted, [0, 0, 0, 0], [n, 1, scaled.height, scaled.width]);
  return multiply(resized(cut, { width, height }), fov);
}

function resized(x: Tensor, { width, height }: { readonly width: number; readonly height: number }): Tensor {
  const [, , h, w] = x.shape as [number, number, number, number];
  const rows = h === height ? x : matMul(constant(resizeMatrix(h, height), [height, h]), x);
  return w === width ? rows : matMul(rows, transpose(constant(resizeMatrix(w, width), [width, w]), [1, 0]));
}
