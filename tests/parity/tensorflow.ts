/** The graph computed by TensorFlow.js in plain JavaScript, whose own differentiation is the oracle of ours. */
// The whole library, for its gradients.
import * as tf from '@tensorflow/tfjs';
import type { Tensor, TensorOf } from '../../src/main/graph/tensor.ts';
import { Interpreter } from '../../src/main/runtime/tensorflow/interpreter.ts';
import { type TensorflowRules, tensorflowRules } from '../../src/main/runtime/tensorflow/rules.ts';
import { Value } from '../../src/main/runtime/tensorflow/value.ts';

// Otherwise it prints an advertisement for its native build.
tf.env().set('IS_TEST', true);

/** x [N,C,H,W], dy [N,K,h,w]: for each tap of the filter the product of dy with the pixels that it saw. */
function filterGradient(
  { attributes: { stride, padding }, shape }: TensorOf<'conv2dFilterGradient'>,
  [x, dy]: readonly Value[],
): Value {
  const [k, c, rows, columns] = shape as [number, number, number, number];
  const [n, , h, w] = dy!.shape as [number, number, number, number];
  const { top, left, bottom, right } = padding;
  const padded = tf.pad(x!.image, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const seen = (length: number, tap: number) =>
    tf.tensor1d(
      Array.from({ length }, (_, i) => i * stride + tap),
      'int32',
    );
  const gradients = tf.reshape(dy!.image, [n * h * w, k]);
  const taps = Array.from({ length: rows * columns }, (_, tap) => {
    const row = tf.gather(padded, seen(h, Math.floor(tap / columns)), 1);
    const pixels = tf.gather(row, seen(w, tap % columns), 2);
    return tf.matMul(gradients, tf.reshape(pixels, [n * h * w, c]), true);
  });
  return new Value(tf.reshape(tf.stack(taps, 2), [k, c, rows, columns]), shape);
}

/** Rules of operators that TensorFlow.js can differentiate, without a gradient of its that is wrong. */
const differentiableRules: TensorflowRules = {
  ...tensorflowRules,
  conv2dFilterGradient: filterGradient,
  step: ({ shape, attributes: { below, above } }, [x]) =>
    new Value(tf.add(tf.mul(tf.step(x!.own), above - below), below), shape, x!.format),
  // Image by image: the gradient in 4.22 reads the first image's rows for every image of a batch.
  upsampleNearest: ({ shape }, [x]) => {
    const images = tf.split<tf.Tensor4D>(x!.image, shape[0]!, 0);
    const size: [number, number] = [shape[2]!, shape[3]!];
    const larger = images.map((image) => tf.image.resizeNearestNeighbor(image, size));
    return new Value(tf.concat(larger, 0), shape, 'nhwc');
  },
  depthToSpace: ({ shape, attributes: { block } }, [x]) => {
    const [n, c, h, w] = shape as [number, number, number, number];
    const blocks = tf.reshape(x!.image, [n, h / block, w / block, block, block, c]);
    return new Value(tf.reshape(tf.transpose(blocks, [0, 1, 3, 2, 4, 5]), [n, h, w, c]), shape, 'nhwc');
  },
};

interface Feed {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
type Feeds = Readonly<Record<string, Feed>>;

const tensorsOf = (feeds: Feeds) =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { data, dims }]) => [name, tf.tensor(data, [...dims])]),
  );

/** The value of a scalar and its gradients with respect to the feeds named in `names`, by TensorFlow.js alone. */
export async function tensorflowGradients(
  loss: Tensor,
  feeds: Feeds,
  names: readonly string[],
): Promise<{ value: number; gradients: Float32Array[] }> {
  await tf.setBackend('cpu');
  const interpreter = new Interpreter({ loss }, {}, differentiableRules);
  return tf.tidy(() => {
    const tensors = tensorsOf(feeds);
    const lossOf = (...targets: tf.Tensor[]) => {
      const given = Object.fromEntries(names.map((name, index) => [name, targets[index]!]));
      return tf.sum(interpreter.run({ ...tensors, ...given }).loss!) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => tensors[name]!));
    return {
      value: value.dataSync()[0]!,
      gradients: grads.map((gradient) => Float32Array.from(gradient.dataSync())),
    };
  });
}

export async function tensorflowValues(output: Tensor, feeds: Feeds): Promise<Float32Array> {
  await tf.setBackend('cpu');
  const interpreter = new Interpreter({ output });
  return tf.tidy(() => Float32Array.from(interpreter.run(tensorsOf(feeds)).output!.dataSync()));
}
