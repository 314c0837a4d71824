/** The graph interpreted by TensorFlow.js (pure JavaScript build), whose own differentiation is the oracle of ours. */
import * as tf from '@tensorflow/tfjs';
import {
  applyRule,
  type Padding,
  type Rules,
  type Shape,
  type Tensor,
  topologicalOrder,
} from '../../src/main/graph/tensor.ts';

// Otherwise it prints an advertisement for its native build.
tf.env().set('IS_TEST', true);

type TensorflowRules = Rules<[inputs: readonly tf.Tensor[]], tf.Tensor>;

const image = (x: tf.Tensor | undefined) => x as tf.Tensor4D;
/** Tensors are NCHW here and NHWC there; TensorFlow.js differentiates convolutions in NHWC alone. */
const toNhwc = (x: tf.Tensor | undefined) => tf.transpose(image(x), [0, 2, 3, 1]);
const toNchw = (x: tf.Tensor) => tf.transpose(image(x), [0, 3, 1, 2]);
const toHwio = (filter: tf.Tensor | undefined) => tf.transpose(image(filter), [2, 3, 1, 0]);

const unary =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  (_: Tensor, [x]: readonly tf.Tensor[]) =>
    f(x!);
const binary =
  (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) =>
  (_: Tensor, [a, b]: readonly tf.Tensor[]) =>
    f(a!, b!);

const zeros = ({ top, left, bottom, right }: Padding): [number, number][] => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

function convolve(x: tf.Tensor, filter: tf.Tensor, stride: number, padding: Padding): tf.Tensor {
  return toNchw(tf.conv2d(image(tf.pad(toNhwc(x), zeros(padding))), toHwio(filter), stride, 'valid'));
}

function grouped(
  x: tf.Tensor,
  filter: tf.Tensor,
  groups: number,
  each: (x: tf.Tensor, filter: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const filters = tf.split(filter, groups, 0);
  return tf.concat(
    tf.split(x, groups, 1).map((part, group) => each(part, filters[group]!)),
    1,
  );
}

/** x [N,C,H,W], dy [N,K,h,w]: for each tap of the filter the product of dy with the pixels that it saw. */
function filterGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  stride: number,
  padding: Padding,
  filter: Shape,
): tf.Tensor {
  const [k, c, rows, columns] = filter as [number, number, number, number];
  const [n, , h, w] = dy.shape as [number, number, number, number];
  const padded = tf.pad(toNhwc(x), zeros(padding));
  const seen = (length: number, tap: number) =>
    tf.tensor1d(
      Array.from({ length }, (_, i) => i * stride + tap),
      'int32',
    );
  const gradients = tf.reshape(toNhwc(dy), [n * h * w, k]);
  const taps = Array.from({ length: rows * columns }, (_, tap) => {
    const row = tf.gather(padded, seen(h, Math.floor(tap / columns)), 1);
    const pixels = tf.gather(row, seen(w, tap % columns), 2);
    return tf.matMul(gradients, tf.reshape(pixels, [n * h * w, c]), true);
  });
  return tf.reshape(tf.stack(taps, 2), [k, c, rows, columns]);
}

const blocks = (x: tf.Tensor, shape: Shape, order: number[], result: Shape) =>
  tf.reshape(tf.transpose(tf.reshape(x, [...shape]), order), [...result]);

const source = (): never => {
  throw new Error('fed, not computed');
};

const rules: TensorflowRules = {
  input: source,
  parameter: source,
  constant: ({ attributes, shape }) => tf.tensor(attributes.values, [...shape]),
  integerParameter: ({ attributes: { values, scales }, shape }) => {
    const perScale = [scales.length, ...shape.slice(1).map(() => 1)];
    return tf.mul(
      tf.tensor(Float32Array.from(values), [...shape]),
      tf.tensor(Float32Array.from(scales), perScale),
    );
  },
  add: binary(tf.add),
  subtract: binary(tf.sub),
  multiply: binary(tf.mul),
  divide: binary(tf.div),
  relu: unary(tf.relu),
  leakyRelu: ({ attributes }, [x]) => tf.leakyRelu(x!, attributes.slope),
  sigmoid: unary(tf.sigmoid),
  tanh: unary(tf.tanh),
  exp: unary(tf.exp),
  log: unary(tf.log),
  sqrt: unary(tf.sqrt),
  abs: unary(tf.abs),
  softplus: unary(tf.softplus),
  step: ({ attributes: { below, above } }, [x]) => tf.add(tf.mul(tf.step(x!), above - below), below),
  fakeQuantize: ({ attributes: { scale, zeroPoint } }, [x]) => {
    const codes = tf.clipByValue(tf.add(tf.round(tf.div(x!, scale)), zeroPoint), 0, 255);
    return tf.mul(tf.sub(codes, zeroPoint), scale);
  },
  conv2d: ({ attributes: { stride, padding, groups } }, [x, filter, bias]) => {
    const y =
      groups === 1
        ? convolve(x!, filter!, stride, padding)
        : grouped(x!, filter!, groups, (a, w) => convolve(a, w, stride, padding));
    return bias ? tf.add(y, tf.reshape(bias, [1, -1, 1, 1])) : y;
  },
  conv2dInputGradient: ({ attributes: { stride, padding, height, width } }, [dy, filter, bias]) => {
    const [n, c] = [dy!.shape[0]!, filter!.shape[1]!];
    const [rows, columns] = [height + padding.top + padding.bottom, width + padding.left + padding.right];
    const padded = tf.conv2dTranspose(toNhwc(dy), toHwio(filter), [n, rows, columns, c], stride, 'valid');
    const x = toNchw(tf.slice(padded, [0, padding.top, padding.left, 0], [n, height, width, c]));
    return bias ? tf.add(x, tf.reshape(bias, [1, -1, 1, 1])) : x;
  },
  conv2dFilterGradient: ({ attributes: { stride, padding }, shape }, [x, dy]) =>
    filterGradient(x!, dy!, stride, padding, shape),
  affine: (_, [x, scale, shift]) => tf.add(tf.mul(x!, scale!), shift!),
  batchNorm: ({ attributes }, [x, gamma, beta, mean, variance]) => {
    const vectors = [mean, variance, beta, gamma].map((vector) => vector as tf.Tensor1D) as [
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor1D,
    ];
    return toNchw(tf.batchNorm(toNhwc(x), ...vectors, attributes.epsilon));
  },
  maxPool: ({ attributes: { size } }, [x]) => toNchw(tf.maxPool(toNhwc(x), size, size, 'valid')),
  averagePool: ({ attributes: { size } }, [x]) => toNchw(tf.avgPool(toNhwc(x), size, size, 'valid')),
  // Image by image: the gradient in 4.22 reads the first image's rows for every image of a batch.
  upsampleNearest: ({ shape: [n, , height, width] }, [x]) => {
    const images = Array.from({ length: n! }, (_, i) => tf.slice(x!, [i, 0, 0, 0], [1, -1, -1, -1]));
    return tf.concat(
      images.map((single) => toNchw(tf.image.resizeNearestNeighbor(toNhwc(single), [height!, width!]))),
      0,
    );
  },
  upsampleBilinear: ({ shape: [, , height, width] }, [x]) =>
    toNchw(tf.image.resizeBilinear(toNhwc(x), [height!, width!], false, true)),
  depthToSpace: ({ shape, attributes: { block } }, [x]) => {
    const [n, c, h, w] = shape as [number, number, number, number];
    return blocks(x!, [n, block, block, c, h / block, w / block], [0, 3, 4, 1, 5, 2], shape);
  },
  spaceToDepth: ({ shape, attributes: { block } }, [x]) => {
    const [n, c, h, w] = shape as [number, number, number, number];
    return blocks(x!, [n, c / block ** 2, h, block, w, block], [0, 3, 5, 1, 2, 4], shape);
  },
  concat: ({ attributes: { axis } }, inputs) => tf.concat([...inputs], axis),
  slice: ({ attributes: { starts }, shape }, [x]) => tf.slice(x!, [...starts], [...shape]),
  pad: ({ attributes: { before, after } }, [x]) =>
    tf.pad(
      x!,
      before.map((zeros, axis) => [zeros, after[axis]!] as [number, number]),
    ),
  reshape: ({ shape }, [x]) => tf.reshape(x!, [...shape]),
  broadcastTo: ({ shape }, [x]) => tf.broadcastTo(x!, [...shape]),
  reduceSum: ({ attributes: { axes } }, [x]) => tf.sum(x!, [...axes], true),
  reduceMean: ({ attributes: { axes } }, [x]) => tf.mean(x!, [...axes], true),
  spatialDot: (_, [a, b]) => tf.sum(tf.mul(a!, b!), [2, 3], true),
};

/** The value of `output`, given the inputs' and parameters' by name. */
export function interpret(output: Tensor, feeds: Readonly<Record<string, tf.Tensor>>): tf.Tensor {
  const values = new Map<Tensor, tf.Tensor>();
  for (const tensor of topologicalOrder([output])) {
    const value =
      tensor.operator === 'input' || tensor.operator === 'parameter'
        ? feeds[tensor.attributes.name]!
        : applyRule(
            rules,
            tensor,
            tensor.inputs.map((x) => values.get(x)!),
          );
    values.set(tensor, value);
  }
  return values.get(output)!;
}

interface Feed {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** The value of a scalar and its gradients with respect to the feeds named in `names`, by TensorFlow.js alone. */
export async function tensorflowGradients(
  loss: Tensor,
  feeds: Readonly<Record<string, Feed>>,
  names: readonly string[],
): Promise<{ value: number; gradients: Float32Array[] }> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(feeds).map(([name, { data, dims }]) => [name, tf.tensor(data, [...dims])]),
    );
    const lossOf = (...targets: tf.Tensor[]) => {
      const given = Object.fromEntries(names.map((name, index) => [name, targets[index]!]));
      return tf.sum(interpret(loss, { ...tensors, ...given })) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => tensors[name]!));
    return {
      value: value.dataSync()[0]!,
      gradients: grads.map((gradient) => Float32Array.from(gradient.dataSync())),
    };
  });
}

export async function tensorflowValues(
  output: Tensor,
  feeds: Readonly<Record<string, Feed>>,
): Promise<Float32Array> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(feeds).map(([name, { data, dims }]) => [name, tf.tensor(data, [...dims])]),
    );
    return Float32Array.from(interpret(output, tensors).dataSync());
  });
}
