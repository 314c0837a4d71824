/**
 * Reverse-mode differentiation, graph to graph: the gradient of a tensor is more tensors, so that a whole
 * training step (forward, loss, backward, update) is one graph that any engine can run.
 */
import { bilinearGradient } from './bilinear.ts';
import {
  abs,
  add,
  affine,
  apply,
  averagePool,
  broadcastTo,
  constant,
  conv2dFilterGradient,
  conv2dInputGradient,
  depthToSpace,
  divide,
  matMul,
  multiply,
  pad,
  reduceSum,
  reshape,
  scalar,
  sigmoid,
  slice,
  spaceToDepth,
  spatialDot,
  step,
  subtract,
  transpose,
  upsampleNearest,
} from './operators.ts';
import { applyRule, elementCount, type Rules, type Shape, type Tensor, topologicalOrder } from './tensor.ts';

/**
 * For each input of the tensor y the gradient of the loss, given `dy`, or null where there is none.
 * A gradient may have any shape that broadcasts to the input's own (a mean's is one number a channel):
 * the sum of an input's gradients is widened once, at the end.
 */
type GradientRules = Rules<[dy: Tensor], readonly (Tensor | null)[]>;

const leaf = () => [];

/** Sums a broadcast operand's gradient back to the operand's own shape. */
function unbroadcast(gradient: Tensor, shape: Shape): Tensor {
  const missing = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((length, axis) => {
    const own = axis < missing ? 1 : shape[axis - missing]!;
    return own === 1 && length > 1 ? [axis] : [];
  });
  const summed = axes.length > 0 ? reduceSum(gradient, axes) : gradient;
  return summed.shape.join() === shape.join() ? summed : reshape(summed, shape);
}

/** The sum of a * b over the axes that `shape` lacks; for one number a channel without storing the product. */
function productSum(a: Tensor, b: Tensor, shape: Shape): Tensor {
  const [images, channels, height, width] = a.shape;
  const perChannelOf = (batch: number | undefined) => shape.join() === `${batch},${channels},1,1`;
  const isPlane = height !== undefined && width !== undefined && height * width > 1;
  if (isPlane && b.shape.join() === a.shape.join() && (perChannelOf(images) || perChannelOf(1))) {
    return unbroadcast(spatialDot(a, b), shape);
  }
  return unbroadcast(multiply(a, b), shape);
}

/** Both operands' gradients of a broadcasting operator, from those at the output's shape. */
function binary(y: Tensor, toA: (a: Tensor, b: Tensor) => Tensor, toB: (a: Tensor, b: Tensor) => Tensor) {
  const [a, b] = y.inputs as [Tensor, Tensor];
  // An operand without parameters behind it costs nothing: the caller drops what it does not need.
  return [unbroadcast(toA(a, b), a.shape), unbroadcast(toB(a, b), b.shape)];
}

const only = (y: Tensor) => y.inputs[0]!;
/** The batch, height and width axes: what a per-channel statistic is taken over. */
const perChannel = [0, 2, 3];

/** Every matrix transposed. */
const swapped = (x: Tensor) => {
  const [...order] = x.shape.keys();
  return transpose(x, [...order.slice(0, -2), order.at(-1)!, order.at(-2)!]);
};

/** Sum over batch, height and width of a * b: [1,C,1,1]. */
const channelDot = (a: Tensor, b: Tensor) => reduceSum(spatialDot(a, b), [0]);

const gradientRules: GradientRules = {
  input: leaf,
  parameter: leaf,
  constant: leaf,
  integerParameter: leaf,
  add: (y, dy) =>
    binary(
      y,
      () => dy,
      () => dy,
    ),
  subtract: (y, dy) =>
    binary(
      y,
      () => dy,
      () => multiply(dy, -1),
    ),
  multiply: (y, dy) => {
    const [a, b] = y.inputs as [Tensor, Tensor];
    return [productSum(dy, b, a.shape), productSum(dy, a, b.shape)];
  },
  divide: (y, dy) =>
    binary(
      y,
      (_, b) => divide(dy, b),
      (_, b) => multiply(divide(multiply(dy, y), b), -1),
    ),
  relu: (y, dy) => [multiply(dy, step(y))],
  leakyRelu: (y, dy) => [multiply(dy, step(only(y), y.attributes.slope, 1))],
  sigmoid: (y, dy) => [multiply(dy, multiply(y, subtract(1, y)))],
  tanh: (y, dy) => [multiply(dy, subtract(1, multiply(y, y)))],
  exp: (y, dy) => [multiply(dy, y)],
  log: (y, dy) => [divide(dy, only(y))],
  sqrt: (y, dy) => [divide(multiply(dy, 0.5), y)],
  abs: (y, dy) => [multiply(dy, subtract(step(only(y)), step(multiply(only(y), -1))))],
  softplus: (y, dy) => [multiply(dy, sigmoid(only(y)))],
  step: () => [null],
  fakeQuantize: () => [null],
  conv2d: (y, dy) => {
    const [x, filter, bias] = y.inputs as [Tensor, Tensor, Tensor | undefined];
    const { stride, padding, groups } = y.attributes;
    if (groups !== 1) throw new Error('conv2d: the gradient of a grouped convolution is not defined here');
    const [, , height, width] = x.shape as [number, number, number, number];
    const [, , rows, columns] = filter.shape as [number, number, number, number];
    const gradients = [
      conv2dInputGradient(dy, filter, { stride, padding, height, width }),
      conv2dFilterGradient(x, dy, { stride, padding, kernel: [rows, columns] }),
    ];
    return bias ? [...gradients, reshape(reduceSum(dy, perChannel), bias.shape)] : gradients;
  },
  conv2dInputGradient: (y, dy) => {
    const [x, filter, bias] = y.inputs as [Tensor, Tensor, Tensor | undefined];
    const { stride, padding } = y.attributes;
    const [, , rows, columns] = filter.shape as [number, number, number, number];
    const gradients = [
      apply('conv2d', [dy, filter], { stride, padding, groups: 1 }),
      conv2dFilterGradient(dy, x, { stride, padding, kernel: [rows, columns] }),
    ];
    return bias ? [...gradients, reshape(reduceSum(dy, perChannel), bias.shape)] : gradients;
  },
  conv2dFilterGradient: (y, dy) => {
    const [x, gradient] = y.inputs as [Tensor, Tensor];
    const { stride, padding } = y.attributes;
    const [, , height, width] = x.shape as [number, number, number, number];
    return [
      conv2dInputGradient(gradient, dy, { stride, padding, height, width }),
      apply('conv2d', [x, dy], { stride, padding, groups: 1 }),
    ];
  },
  affine: (y, dy) => {
    const [x, scale] = y.inputs as [Tensor, Tensor];
    return [multiply(dy, scale), channelDot(dy, x), reduceSum(dy, perChannel)];
  },
  batchNorm: (y, dy) => {
    const [x, gamma, , mean, variance] = y.inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const perImage = [1, gamma.shape[0]!, 1, 1];
    const inverse = divide(1, apply('sqrt', [add(variance, y.attributes.epsilon)], {}));
    const sum = reshape(reduceSum(dy, perChannel), gamma.shape);
    const dot = reshape(channelDot(dy, x), gamma.shape);
    const centred = subtract(dot, multiply(sum, mean));
    // d/dv of (x - mean) / sqrt(v + e) is -1/2 (x - mean) (v + e)^(-3/2).
    const toVariance = multiply(
      multiply(multiply(centred, gamma), multiply(inverse, multiply(inverse, inverse))),
      -0.5,
    );
    return [
      multiply(dy, reshape(multiply(gamma, inverse), perImage)),
      multiply(centred, inverse),
      sum,
      multiply(multiply(multiply(sum, gamma), inverse), -1),
      toVariance,
    ];
  },
  // Where several pixels of a window share its maximum, each receives the gradient (after a ReLU such ties
  // are at 0, where the ReLU's own gradient is 0).
  maxPool: (y, dy) => {
    const { size } = y.attributes;
    const isMaximum = step(subtract(upsampleNearest(y, size), only(y)), 1, 0);
    return [multiply(upsampleNearest(dy, size), isMaximum)];
  },
  averagePool: (y, dy) => {
    const { size } = y.attributes;
    return [upsampleNearest(multiply(dy, 1 / size ** 2), size)];
  },
  upsampleNearest: (y, dy) => {
    const { factor } = y.attributes;
    return [multiply(averagePool(dy, factor), factor ** 2)];
  },
  upsampleBilinear: (y, dy) => [bilinearGradient(dy, y.attributes.factor)],
  depthToSpace: (y, dy) => [spaceToDepth(dy, y.attributes.block)],
  spaceToDepth: (y, dy) => [depthToSpace(dy, y.attributes.block)],
  concat: (y, dy) => {
    const { axis } = y.attributes;
    let start = 0;
    return y.inputs.map((x) => {
      const starts = dy.shape.map((_, i) => (i === axis ? start : 0));
      start += x.shape[axis]!;
      return slice(
        dy,
        starts,
        dy.shape.map((length, i) => (i === axis ? start : length)),
      );
    });
  },
  slice: (y, dy) => {
    const { starts, ends } = y.attributes;
    return [
      pad(
        dy,
        starts,
        only(y).shape.map((length, axis) => length - ends[axis]!),
      ),
    ];
  },
  pad: (y, dy) => {
    const { before } = y.attributes;
    return [
      slice(
        dy,
        before,
        only(y).shape.map((length, axis) => before[axis]! + length),
      ),
    ];
  },
  reshape: (y, dy) => [reshape(dy, only(y).shape)],
  broadcastTo: (y, dy) => [unbroadcast(dy, only(y).shape)],
  transpose: (y, dy) => {
    const { order } = y.attributes;
    return [
      transpose(
        dy,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ];
  },
  // Entries that are taken twice receive both gradients: a product with the one-hot matrix of the indices.
  gather: (y, dy) => {
    const [x, indices] = y.inputs as [Tensor, Tensor];
    const [count, taken] = [x.shape[0]!, indices.shape[0]!];
    const rows = constant([...Array(count).keys()], [count, 1]);
    const isTaken = step(subtract(0.5, abs(subtract(rows, reshape(indices, [1, taken])))));
    const flat = reshape(dy, [taken, elementCount(dy.shape) / taken]);
    return [reshape(matMul(isTaken, flat), x.shape), null];
  },
  gridSample: () => {
    throw new Error('gridSample: its gradient is not defined here, it is for data');
  },
  matMul: (y, dy) => {
    const [a, b] = y.inputs as [Tensor, Tensor];
    return [unbroadcast(matMul(dy, swapped(b)), a.shape), unbroadcast(matMul(swapped(a), dy), b.shape)];
  },
  reduceSum: (_, dy) => [dy],
  reduceMean: (y, dy) => [multiply(dy, elementCount(y.shape) / elementCount(only(y).shape))],
  spatialDot: (y, dy) => {
    const [a, b] = y.inputs as [Tensor, Tensor];
    return a === b ? [multiply(a, multiply(dy, 2))] : [multiply(b, dy), multiply(a, dy)];
  },
};

/** A sum of gradients; a product and a per-channel shift of one tensor become one `affine`. */
function sum(terms: readonly Tensor[]): Tensor {
  // The small ones first, so that the large ones are passed over as rarely as possible.
  const sorted = [...terms].sort((a, b) => elementCount(a.shape) - elementCount(b.shape));
  return sorted.reduce((a, b) => mergeAffine(a, b) ?? add(a, b));
}

function mergeAffine(shift: Tensor, product: Tensor): Tensor | undefined {
  const [x, scale] = product.inputs;
  const fits =
    product.operator === 'multiply' &&
    x?.shape.length === 4 &&
    scale?.shape.join() === `1,${x.shape[1]},1,1` &&
    shift.shape.join() === scale.shape.join();
  return fits ? affine(x, scale, shift) : undefined;
}

/**
 * The gradients of a scalar (any tensor of one element) with respect to each tensor of `targets`, each of the
 * target's own shape. Nothing is computed beyond the targets: what lies behind them is treated as constant.
 */
export function gradients(loss: Tensor, targets: readonly Tensor[]): Tensor[] {
  if (elementCount(loss.shape) !== 1) {
    throw new Error(`gradients: expected a scalar, got [${loss.shape.join(', ')}]`);
  }
  const order = topologicalOrder([loss]);
  const wanted = new Set<Tensor>(targets);
  const leadsToTarget = new Set<Tensor>();
  for (const tensor of order) {
    if (wanted.has(tensor) || tensor.inputs.some((x) => leadsToTarget.has(x))) leadsToTarget.add(tensor);
  }
  const terms = new Map<Tensor, Tensor[]>([[loss, [scalar(1)]]]);
  const total = new Map<Tensor, Tensor>();
  for (const tensor of order.reverse()) {
    const received = terms.get(tensor);
    if (!received || !leadsToTarget.has(tensor)) continue;
    const summed = sum(received);
    const dy = summed.shape.join() === tensor.shape.join() ? summed : broadcastTo(summed, tensor.shape);
    total.set(tensor, dy);
    if (!tensor.inputs.some((x) => leadsToTarget.has(x))) continue;
    applyRule(gradientRules, tensor, dy).forEach((gradient, index) => {
      const x = tensor.inputs[index]!;
      if (!gradient || !leadsToTarget.has(x)) return;
      const own = terms.get(x);
      if (own) own.push(gradient);
      else terms.set(x, [gradient]);
    });
  }
  return targets.map((target) => total.get(target) ?? broadcastTo(scalar(0), target.shape));
}
