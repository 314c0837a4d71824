/** How ONNX's operators are read into the graph: one rule each, for what of them the graph can express. */
import {
  apply,
  averagePool,
  batchNorm,
  broadcastTo,
  concat,
  conv2dInputGradient,
  depthToSpace,
  fakeQuantize,
  gather,
  gridSample,
  integerParameter,
  leakyRelu,
  maxPool,
  pad,
  reshape,
  slice,
  spaceToDepth,
  step,
  transpose,
  upsampleBilinear,
  upsampleNearest,
} from '../operators.ts';
import { broadcastShapes } from '../shapes.ts';
import { elementCount, type Padding, type Tensor } from '../tensor.ts';
import { type NodeReader, ReadError } from './read-node.ts';
import { DataType } from './schema.ts';

type ReadRule = (node: NodeReader) => Tensor;

type Unary = 'relu' | 'sigmoid' | 'tanh' | 'exp' | 'log' | 'sqrt' | 'abs' | 'softplus';
type Binary = 'add' | 'subtract' | 'multiply' | 'divide' | 'matMul';

const unary =
  (operator: Unary): ReadRule =>
  (node) =>
    apply(operator, node.tensors(1), {});
const binary =
  (operator: Binary): ReadRule =>
  (node) =>
    apply(operator, node.tensors(2), {});

function expectDefaultWindow(node: NodeReader): void {
  node.expectOneOf('auto_pad', node.string('auto_pad', 'NOTSET'), ['NOTSET']);
  node.expectOneOf('dilations', node.ints('dilations', [1, 1]), ['1,1']);
}

function readStride(node: NodeReader): number {
  const [vertical, horizontal] = node.ints('strides', [1, 1]);
  if (vertical === undefined || vertical !== horizontal) {
    throw new ReadError(`strides are [${vertical}, ${horizontal}], expected two equal ones`);
  }
  return vertical;
}

function readPadding(node: NodeReader): Padding {
  const pads = node.ints('pads', [0, 0, 0, 0]);
  const [top, left, bottom, right] = pads as [number, number, number, number];
  if (pads.length !== 4) throw new ReadError(`pads are [${pads.join(', ')}], expected four`);
  return { top, left, bottom, right };
}

function readConv(node: NodeReader): Tensor {
  expectDefaultWindow(node);
  return apply('conv2d', node.has(2) ? node.tensors(3) : [node.tensor(0), node.tensor(1)], {
    stride: readStride(node),
    padding: readPadding(node),
    groups: node.int('group', 1),
  });
}

function readConvTranspose(node: NodeReader): Tensor {
  expectDefaultWindow(node);
  node.expectOneOf('group', node.int('group', 1), ['1']);
  const [dy, filter, bias] = [node.tensor(0), node.tensor(1), node.has(2) ? node.tensor(2) : undefined];
  const stride = readStride(node);
  const padding = readPadding(node);
  const [below, right] = node.ints('output_padding', [0, 0]);
  const [h, w] = dy.shape.slice(2);
  const [rows, columns] = filter.shape.slice(2);
  const height = (h! - 1) * stride + rows! - padding.top - padding.bottom + below!;
  const width = (w! - 1) * stride + columns! - padding.left - padding.right + right!;
  return conv2dInputGradient(dy, filter, { stride, padding, height, width }, bias);
}

/** The side of the square, non-overlapping windows of a pooling. */
function readWindow(node: NodeReader): number {
  expectDefaultWindow(node);
  const [size = 0] = node.ints('kernel_shape', []);
  node.expectOneOf('kernel_shape', node.ints('kernel_shape', []), [`${size},${size}`]);
  node.expectOneOf('strides', node.ints('strides', [1, 1]), [`${size},${size}`]);
  node.expectOneOf('pads', node.ints('pads', [0, 0, 0, 0]), ['0,0,0,0']);
  node.expectOneOf('ceil_mode', node.int('ceil_mode', 0), ['0']);
  return size;
}

/** Enlargement by a whole factor, of nearest-neighbour in any of the conventions that agree on it. */
function readResize(node: NodeReader): Tensor {
  const mode = node.string('mode', 'nearest');
  node.expectOneOf('mode', mode, ['nearest', 'linear']);
  const transformation = node.string('coordinate_transformation_mode', 'half_pixel');
  const x = node.tensor(0);
  if (mode === 'linear') {
    node.expectOneOf('coordinate_transformation_mode', transformation, ['half_pixel']);
    node.expectOneOf('antialias', node.int('antialias', 0), ['0']);
    return upsampleBilinear(x, readFactor(node, x));
  }
  const rounding = node.string('nearest_mode', 'round_prefer_floor');
  node.expectOneOf('coordinate_transformation_mode and nearest_mode', `${transformation}, ${rounding}`, [
    'asymmetric, floor',
    'half_pixel, round_prefer_floor',
    'half_pixel, round_prefer_ceil',
  ]);
  return upsampleNearest(x, readFactor(node, x));
}

function readFactor(node: NodeReader, x: Tensor): number {
  const scales = node.has(2)
    ? node.values(2)
    : node.values(3).map((length, axis) => length / (x.shape[axis] ?? Number.NaN));
  const factor = scales[2] ?? 0;
  if (!Number.isInteger(factor) || factor < 1 || scales.join() !== [1, 1, factor, factor].join()) {
    throw new ReadError(`scales are [${scales.join(', ')}], expected [1, 1, f, f] with a whole f`);
  }
  return factor;
}

const axisOf = (x: Tensor, axis: number) => (axis < 0 ? axis + x.shape.length : axis);

function readReduction(operator: 'reduceSum' | 'reduceMean'): ReadRule {
  return (node) => {
    const x = node.tensor(0);
    const given = node.has(1) ? node.values(1) : node.ints('axes', [...x.shape.keys()]);
    const axes = given.map((axis) => axisOf(x, axis));
    const reduced = apply(operator, [x], { axes });
    if (node.int('keepdims', 1) === 1) return reduced;
    return reshape(
      reduced,
      reduced.shape.filter((_, axis) => !axes.includes(axis)),
    );
  };
}

function readReshape(node: NodeReader): Tensor {
  const x = node.tensor(0);
  const wanted = node.values(1).map((length, axis) => (length === 0 ? (x.shape[axis] ?? 0) : length));
  const known = elementCount(wanted.filter((length) => length !== -1));
  return reshape(
    x,
    wanted.map((length) => (length === -1 ? elementCount(x.shape) / known : length)),
  );
}

function readSlice(node: NodeReader): Tensor {
  const x = node.tensor(0);
  const [starts, ends] = [node.values(1), node.values(2)];
  const axes = (node.has(3) ? node.values(3) : [...starts.keys()]).map((axis) => axisOf(x, axis));
  const steps = node.has(4) ? node.values(4) : [];
  if (steps.some((length) => length !== 1)) {
    throw new ReadError(`steps are [${steps.join(', ')}], expected ones`);
  }
  const bound = (bounds: readonly number[], otherwise: (length: number) => number) =>
    x.shape.map((length, axis) => {
      const value = bounds[axes.indexOf(axis)];
      if (value === undefined) return otherwise(length);
      return Math.min(length, Math.max(0, value < 0 ? value + length : value));
    });
  return slice(
    x,
    bound(starts, () => 0),
    bound(ends, (length) => length),
  );
}

function readPad(node: NodeReader): Tensor {
  node.expectOneOf('mode', node.string('mode', 'constant'), ['constant']);
  if (node.has(2)) node.expectOneOf('the padding value', node.values(2), ['0']);
  if (node.has(3)) throw new ReadError('found a choice of axes, expected padding for all of them');
  const pads = node.values(1);
  return pad(node.tensor(0), pads.slice(0, pads.length / 2), pads.slice(pads.length / 2));
}

/** A step is written as a HardSigmoid too steep to have anything between its two values. */
function readHardSigmoid(node: NodeReader): Tensor {
  const [alpha, beta] = [node.float('alpha', 0.2), node.float('beta', 0.5)];
  if (alpha > 1e38 && beta === 0) return step(node.tensor(0), 0, 1);
  if (alpha < -1e38 && beta === 1) return step(node.tensor(0), 1, 0);
  throw new ReadError(`alpha is ${alpha} and beta ${beta}, expected a step (3e38, 0) or (-3e38, 1)`);
}

function readBatchNormalization(node: NodeReader): Tensor {
  node.expectOneOf('training_mode', node.int('training_mode', 0), ['0']);
  const [x, gamma, beta, mean, variance] = node.tensors(5) as [Tensor, Tensor, Tensor, Tensor, Tensor];
  return batchNorm(x, gamma, beta, mean, variance, node.float('epsilon', 1e-5));
}

/** The scale and the zero point of a whole tensor of U8. */
function readByteCode(node: NodeReader): { scale: number; zeroPoint: number } {
  const [scales, zeroPoints] = [node.values(1), node.has(2) ? node.values(2) : [0]];
  const [scale, zeroPoint] = [scales[0], zeroPoints[0]];
  const isBytes = !node.has(2) || node.stored(2)?.values instanceof Uint8Array;
  if (scale !== undefined && zeroPoint !== undefined && scales.length === 1 && isBytes)
    return { scale, zeroPoint };
  throw new ReadError('expected one scale and one zero point of type uint8');
}

/** Integer weights, or the values of what QuantizeLinear has made integers of. */
function readDequantizeLinear(node: NodeReader): Tensor {
  const stored = node.stored(0);
  if (!stored) {
    const x = node.tensor(0);
    const { scale, zeroPoint } = readByteCode(node);
    const isSame =
      x.operator === 'fakeQuantize' && x.attributes.scale === scale && x.attributes.zeroPoint === zeroPoint;
    if (isSame) return x;
    throw new ReadError('expected the result of QuantizeLinear with the same scale and zero point');
  }
  const { name, values, shape } = stored;
  node.expectOneOf('axis', node.int('axis', 1), ['0']);
  if (node.has(2) && node.values(2).some((zeroPoint) => zeroPoint !== 0)) {
    throw new ReadError('expected a weight whose zero points are 0');
  }
  if (!(values instanceof Int8Array || values instanceof Int32Array)) {
    throw new ReadError(`'${name}' is no weight of int8 or int32`);
  }
  return integerParameter(name, values, Float32Array.from(node.values(1)), shape);
}

function readGridSample(node: NodeReader): Tensor {
  node.expectOneOf('padding_mode', node.string('padding_mode', 'zeros'), ['zeros']);
  node.expectOneOf('align_corners', node.int('align_corners', 0), ['1']);
  const mode = node.string('mode', 'bilinear');
  node.expectOneOf('mode', mode, ['linear', 'bilinear', 'nearest']);
  return gridSample(node.tensor(0), node.tensor(1), mode === 'nearest' ? 'nearest' : 'bilinear');
}

export const readRules: Readonly<Record<string, ReadRule>> = {
  Identity: (node) => node.tensor(0),
  Add: binary('add'),
  Sub: binary('subtract'),
  Mul: binary('multiply'),
  Div: binary('divide'),
  Relu: unary('relu'),
  LeakyRelu: (node) => leakyRelu(node.tensor(0), node.float('alpha', 0.01)),
  Sigmoid: unary('sigmoid'),
  Tanh: unary('tanh'),
  Exp: unary('exp'),
  Log: unary('log'),
  Sqrt: unary('sqrt'),
  Abs: unary('abs'),
  Softplus: unary('softplus'),
  HardSigmoid: readHardSigmoid,
  QuantizeLinear: (node) => fakeQuantize(node.tensor(0), readByteCode(node)),
  DequantizeLinear: readDequantizeLinear,
  Conv: readConv,
  ConvTranspose: readConvTranspose,
  BatchNormalization: readBatchNormalization,
  MaxPool: (node) => maxPool(node.tensor(0), readWindow(node)),
  AveragePool: (node) => averagePool(node.tensor(0), readWindow(node)),
  Resize: readResize,
  DepthToSpace: (node) => {
    node.expectOneOf('mode', node.string('mode', 'DCR'), ['DCR']);
    return depthToSpace(node.tensor(0), node.int('blocksize', 0));
  },
  SpaceToDepth: (node) => spaceToDepth(node.tensor(0), node.int('blocksize', 0)),
  Concat: (node) => concat(node.allTensors(), axisOf(node.tensor(0), node.int('axis', 0))),
  Slice: readSlice,
  Pad: readPad,
  Reshape: readReshape,
  Expand: (node) => {
    const x = node.tensor(0);
    return broadcastTo(x, broadcastShapes(x.shape, node.values(1)));
  },
  Transpose: (node) => {
    const x = node.tensor(0);
    return transpose(x, node.ints('perm', [...x.shape.keys()].reverse()));
  },
  // Integers that are computed are the indices of a Gather, which cuts off fractions itself.
  Cast: (node) => {
    node.expectOneOf('to', node.int('to', 0), [String(DataType.int64)]);
    return node.tensor(0);
  },
  Gather: (node) => {
    node.expectOneOf('axis', node.int('axis', 0), ['0']);
    return gather(node.tensor(0), node.tensor(1));
  },
  GridSample: readGridSample,
  MatMul: binary('matMul'),
  ReduceSum: readReduction('reduceSum'),
  ReduceMean: readReduction('reduceMean'),
};
