import * as tf from '@tensorflow/tfjs-core';
import { elementCount, type Rules, type Shape, type Tensor } from '../../graph/tensor.ts';
import { convolve, filterGradient, inputGradient } from './convolution.ts';
import { arranged, type MemoryFormat, placed, Value } from './value.ts';

/** How TensorFlow.js computes each operator. */

export type TensorflowRules = Rules<[inputs: readonly Value[]], Value>;

const unary =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  ({ shape }: Tensor, [x]: readonly Value[]) =>
    new Value(f(x!.own), shape, x!.format);

/** The format of the largest image, which is what would take longest to convert. */
function commonFormat(values: readonly Value[]): MemoryFormat {
  const images = values.filter((value) => value.isImage);
  const [largest] = images.sort((a, b) => elementCount(b.shape) - elementCount(a.shape));
  return largest?.format ?? 'nchw';
}

const elementwise =
  (f: (...operands: tf.Tensor[]) => tf.Tensor) =>
  ({ shape }: Tensor, operands: readonly Value[]) => {
    const format = commonFormat(operands);
    return new Value(f(...operands.map((operand) => operand.forBroadcast(format))), shape, format);
  };

const reduction =
  (f: (x: tf.Tensor, axes: number[], keepDimensions: boolean) => tf.Tensor) =>
  ({ shape, attributes: { axes } }: { shape: Shape; attributes: { axes: Shape } }, [x]: readonly Value[]) =>
    new Value(f(x!.own, x!.isImage ? placed(axes, x!.format) : [...axes], true), shape, x!.format);

/** For every axis of a value an entry, in the order of its memory. */
const entries = <T>(x: Value, list: readonly T[]) => (x.isImage ? arranged(list, x.format) : [...list]);

const onImage =
  <Of extends Tensor>(f: (x: tf.Tensor4D, tensor: Of) => tf.Tensor) =>
  (tensor: Of, [x]: readonly Value[]) =>
    new Value(f(x!.image, tensor), tensor.shape, 'nhwc');

const source = (): never => {
  throw new Error('given, not computed');
};

export const tensorflowRules: TensorflowRules = {
  input: source,
  parameter: source,
  constant: ({ attributes, shape }) => new Value(tf.tensor(attributes.values, [...shape]), shape),
  integerParameter: ({ attributes: { values, scales }, shape }) => {
    const perScale = [scales.length, ...shape.slice(1).map(() => 1)];
    const integers = tf.tensor(Float32Array.from(values), [...shape]);
    return new Value(tf.mul(integers, tf.tensor(scales, perScale)), shape);
  },
  add: elementwise(tf.add),
  subtract: elementwise(tf.sub),
  multiply: elementwise(tf.mul),
  divide: elementwise(tf.div),
  relu: unary(tf.relu),
  leakyRelu: (tensor, inputs) => unary((x) => tf.leakyRelu(x, tensor.attributes.slope))(tensor, inputs),
  sigmoid: unary(tf.sigmoid),
  tanh: unary(tf.tanh),
  exp: unary(tf.exp),
  log: unary(tf.log),
  sqrt: unary(tf.sqrt),
  abs: unary(tf.abs),
  softplus: unary(tf.softplus),
  step: (tensor, inputs) => {
    const { below, above } = tensor.attributes;
    return unary((x) => tf.where(tf.greater(x, 0), tf.scalar(above), tf.scalar(below)))(tensor, inputs);
  },
  fakeQuantize: (tensor, inputs) => {
    const { scale, zeroPoint } = tensor.attributes;
    return unary((x) => {
      const codes = tf.clipByValue(tf.add(tf.round(tf.div(x, scale)), zeroPoint), 0, 255);
      return tf.mul(tf.sub(codes, zeroPoint), scale);
    })(tensor, inputs);
  },
  conv2d: ({ attributes, shape }, inputs) => convolve(inputs, attributes, shape),
  conv2dInputGradient: ({ attributes, shape }, inputs) => inputGradient(inputs, attributes, shape),
  conv2dFilterGradient: ({ attributes, shape }, inputs) => filterGradient(inputs, attributes, shape),
  affine: elementwise((x, scale, shift) => tf.add(tf.mul(x!, scale!), shift!)),
  batchNorm: ({ attributes: { epsilon }, shape }, [x, gamma, beta, mean, variance]) => {
    const [m, v, b, g] = [mean, variance, beta, gamma].map((vector) => vector!.own as tf.Tensor1D);
    return new Value(tf.batchNorm(x!.image, m!, v!, b, g, epsilon), shape, 'nhwc');
  },
  maxPool: onImage((x, { attributes: { size } }) => tf.maxPool(x, size, size, 'valid')),
  averagePool: onImage((x, { attributes: { size } }) => tf.avgPool(x, size, size, 'valid')),
  upsampleNearest: onImage((x, { shape: [, , height, width] }) =>
    tf.image.resizeNearestNeighbor(x, [height!, width!]),
  ),
  upsampleBilinear: onImage((x, { shape: [, , height, width] }) =>
    tf.image.resizeBilinear(x, [height!, width!], false, true),
  ),
  depthToSpace: onImage((x, { attributes: { block } }) => tf.depthToSpace(x, block, 'NHWC')),
  spaceToDepth: onImage((x, { shape: [n, c, h, w], attributes: { block } }) => {
    const blocks = tf.reshape(x, [n!, h!, block, w!, block, c! / block ** 2]);
    return tf.reshape(tf.transpose(blocks, [0, 1, 3, 2, 4, 5]), [n!, h!, w!, c!]);
  }),
  concat: ({ attributes: { axis }, shape }, inputs) => {
    const format = commonFormat(inputs);
    const [at] = shape.length === 4 ? placed([axis], format) : [axis];
    return new Value(
      tf.concat(
        inputs.map((x) => x.in(format)),
        at,
      ),
      shape,
      format,
    );
  },
  slice: ({ attributes: { starts }, shape }, [x]) =>
    new Value(tf.slice(x!.own, entries(x!, starts), entries(x!, shape)), shape, x!.format),
  pad: ({ attributes: { before, after }, shape }, [x]) => {
    const zeros = before.map((count, axis): [number, number] => [count, after[axis]!]);
    return new Value(tf.pad(x!.own, entries(x!, zeros)), shape, x!.format);
  },
  reshape: ({ shape }, [x]) => new Value(tf.reshape(x!.in('nchw'), [...shape]), shape),
  broadcastTo: ({ shape }, [x]) => {
    const format = shape.length === 4 ? 'nhwc' : 'nchw';
    const target = format === 'nhwc' ? arranged(shape, format) : [...shape];
    return new Value(tf.broadcastTo(x!.forBroadcast(format), target), shape, format);
  },
  transpose: ({ attributes: { order }, shape }, [x]) =>
    new Value(tf.transpose(x!.in('nchw'), [...order]), shape),
  // The first axis is the first in every format.
  gather: ({ shape }, [x, indices]) =>
    new Value(tf.gather(x!.own, tf.cast(indices!.own, 'int32')), shape, x!.format),
  gridSample: ({ attributes: { mode }, shape }, [x, grid]) =>
    new Value(sampleGrid(x!.image, grid!.in('nchw') as tf.Tensor4D, mode), shape, 'nhwc'),
  // Broadcast beforehand: the build in plain JavaScript takes the wrong matrices where an inner axis is broadcast.
  matMul: ({ shape }, operands) => {
    const [a, b] = operands.map((x) =>
      tf.broadcastTo(x.in('nchw'), [...shape.slice(0, -2), ...x.shape.slice(-2)]),
    );
    return new Value(tf.matMul(a!, b!), shape);
  },
  reduceSum: reduction(tf.sum),
  reduceMean: reduction(tf.mean),
  spatialDot: ({ shape }, inputs) => {
    const format = commonFormat(inputs);
    const [a, b] = inputs.map((x) => x.in(format));
    return new Value(tf.sum(tf.mul(a!, b!), placed([2, 3], format), true), shape, format);
  },
};

/**
 * The pixels at the places of a grid; 0 beyond the image.
 * @param x [N,H,W,C]
 * @param grid [N,h,w,2]: column and row, -1 and 1 at the centres of the outer pixels
 * @returns [N,h,w,C]
 */
export function sampleGrid(x: tf.Tensor4D, grid: tf.Tensor4D, mode: 'bilinear' | 'nearest'): tf.Tensor {
  const [n, height, width] = x.shape;
  const [, h, w] = grid.shape;
  const places = (axis: number, length: number) =>
    tf.mul(tf.add(tf.slice(grid, [0, 0, 0, axis], [n, h, w, 1]), 1), (length - 1) / 2);
  const [column, row] = [places(0, width), places(1, height)];
  const image = tf.broadcastTo(tf.reshape(tf.range(0, n, 1, 'float32'), [n, 1, 1, 1]), [n, h, w, 1]);
  const at = (i: tf.Tensor, j: tf.Tensor) => {
    const isInside = tf.logicalAnd(isWithin(i, height), isWithin(j, width));
    const indices = [image, tf.clipByValue(i, 0, height - 1), tf.clipByValue(j, 0, width - 1)];
    const found = tf.gatherND(x, tf.cast(tf.concat(indices, 3), 'int32'));
    return tf.mul(found, tf.cast(isInside, 'float32'));
  };
  if (mode === 'nearest') return at(tf.round(row), tf.round(column));
  const [top, left] = [tf.floor(row), tf.floor(column)];
  const [below, right] = [tf.sub(row, top), tf.sub(column, left)];
  const line = (i: tf.Tensor) => mix(at(i, left), at(i, tf.add(left, 1)), right);
  return mix(line(top), line(tf.add(top, 1)), below);
}

const isWithin = (index: tf.Tensor, length: number) =>
  tf.logicalAnd(tf.greaterEqual(index, 0), tf.lessEqual(index, length - 1));

const mix = (a: tf.Tensor, b: tf.Tensor, share: tf.Tensor) => tf.add(a, tf.mul(tf.sub(b, a), share));
