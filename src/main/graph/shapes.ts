import { type Attributes, elementCount, type Operator, type Padding, type Shape } from './tensor.ts';

type ShapeRules = {
  readonly [Op in Operator]: (inputs: readonly Shape[], attributes: Attributes[Op]) => Shape;
};

export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

function expect(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new ShapeError(message());
}

function at(inputs: readonly Shape[], index: number): Shape {
  const shape = inputs[index];
  expect(shape !== undefined, () => `expected at least ${index + 1} inputs, got ${inputs.length}`);
  return shape;
}

function image(shape: Shape): [number, number, number, number] {
  expect(shape.length === 4, () => `expected an NCHW tensor, got [${shape.join(', ')}]`);
  return shape as [number, number, number, number];
}

/** NumPy's broadcasting rule. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    expect(
      left === right || left === 1 || right === 1,
      () => `cannot broadcast [${a.join(', ')}] and [${b.join(', ')}]`,
    );
    return Math.max(left, right);
  });
}

const same = (inputs: readonly Shape[]) => at(inputs, 0);
const broadcast = (inputs: readonly Shape[]) => broadcastShapes(at(inputs, 0), at(inputs, 1));

function pooled(shape: Shape, size: number): Shape {
  const [n, c, h, w] = image(shape);
  expect(h % size === 0 && w % size === 0, () => `${h} x ${w} cannot be pooled by ${size}`);
  return [n, c, h / size, w / size];
}

function reduced(shape: Shape, axes: Shape): Shape {
  expect(
    axes.every((axis) => axis in shape),
    () => `axes [${axes.join(', ')}] are not all in [${shape.join(', ')}]`,
  );
  return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
}

/** Length of one axis after a convolution. */
function convolved(length: number, before: number, after: number, kernel: number, stride: number): number {
  return Math.floor((length + before + after - kernel) / stride) + 1;
}

function conv2dShape(x: Shape, filter: Shape, stride: number, padding: Padding, groups: number): Shape {
  const [n, c, h, w] = image(x);
  const [k, channels, r, s] = image(filter);
  expect(
    c === channels * groups && k % groups === 0,
    () => `filter [${filter.join(', ')}] in ${groups} groups does not fit input [${x.join(', ')}]`,
  );
  return [
    n,
    k,
    convolved(h, padding.top, padding.bottom, r, stride),
    convolved(w, padding.left, padding.right, s, stride),
  ];
}

function expectBias(bias: Shape | undefined, channels: number | undefined, filter: Shape): void {
  expect(
    bias === undefined || (bias.length === 1 && bias[0] === channels),
    () => `bias [${bias?.join(', ')}] does not fit filter [${filter.join(', ')}]`,
  );
}

function enlarged(shape: Shape, factor: number): Shape {
  const [n, c, h, w] = image(shape);
  return [n, c, h * factor, w * factor];
}

const shapeRules: ShapeRules = {
  input: () => unreachableSource(),
  parameter: () => unreachableSource(),
  constant: () => unreachableSource(),
  integerParameter: () => unreachableSource(),
  add: broadcast,
  subtract: broadcast,
  multiply: broadcast,
  divide: broadcast,
  relu: same,
  leakyRelu: same,
  sigmoid: same,
  tanh: same,
  exp: same,
  log: same,
  sqrt: same,
  abs: same,
  softplus: same,
  step: same,
  fakeQuantize: same,
  conv2d: (inputs, { stride, padding, groups }) => {
    const filter = at(inputs, 1);
    expectBias(inputs[2], filter[0], filter);
    return conv2dShape(at(inputs, 0), filter, stride, padding, groups);
  },
  conv2dInputGradient: (inputs, { stride, padding, height, width }) => {
    const dy = at(inputs, 0);
    const filter = image(at(inputs, 1));
    expectBias(inputs[2], filter[1], filter);
    const x = [image(dy)[0], filter[1], height, width];
    const forward = conv2dShape(x, filter, stride, padding, 1);
    expect(
      forward.every((length, axis) => length === dy[axis]),
      () => `gradient [${dy.join(', ')}] is not that of a convolution to [${forward.join(', ')}]`,
    );
    return x;
  },
  conv2dFilterGradient: (inputs, { stride, padding, kernel }) => {
    const x = at(inputs, 0);
    const dy = image(at(inputs, 1));
    const filter = [dy[1], image(x)[1], ...kernel];
    const forward = conv2dShape(x, filter, stride, padding, 1);
    expect(
      forward.every((length, axis) => length === dy[axis]),
      () => `gradient [${dy.join(', ')}] is not that of a convolution to [${forward.join(', ')}]`,
    );
    return filter;
  },
  affine: (inputs) => {
    const [, c] = image(at(inputs, 0));
    for (const factor of [at(inputs, 1), at(inputs, 2)]) {
      expect(
        factor.join() === `1,${c},1,1`,
        () => `expected scale and shift of [1, ${c}, 1, 1], got [${factor.join(', ')}]`,
      );
    }
    return at(inputs, 0);
  },
  batchNorm: (inputs) => {
    const [, c] = image(at(inputs, 0));
    for (const index of [1, 2, 3, 4]) {
      const statistic = at(inputs, index);
      expect(statistic.join() === `${c}`, () => `expected [${c}], got [${statistic.join(', ')}]`);
    }
    return at(inputs, 0);
  },
  maxPool: (inputs, { size }) => pooled(at(inputs, 0), size),
  averagePool: (inputs, { size }) => pooled(at(inputs, 0), size),
  upsampleNearest: (inputs, { factor }) => enlarged(at(inputs, 0), factor),
  upsampleBilinear: (inputs, { factor }) => enlarged(at(inputs, 0), factor),
  depthToSpace: (inputs, { block }) => {
    const [n, c, h, w] = image(at(inputs, 0));
    expect(c % block ** 2 === 0, () => `${c} channels cannot fill blocks of ${block} x ${block}`);
    return [n, c / block ** 2, h * block, w * block];
  },
  spaceToDepth: (inputs, { block }) => {
    const [n, c, h, w] = pooled(at(inputs, 0), block) as [number, number, number, number];
    return [n, c * block ** 2, h, w];
  },
  concat: (inputs, { axis }) => {
    const first = at(inputs, 0);
    expect(axis in first, () => `axis ${axis} is not in [${first.join(', ')}]`);
    for (const shape of inputs) {
      expect(
        shape.length === first.length && shape.every((length, i) => i === axis || length === first[i]),
        () => `cannot join [${shape.join(', ')}] to [${first.join(', ')}] along axis ${axis}`,
      );
    }
    const total = inputs.reduce((sum, shape) => sum + shape[axis]!, 0);
    return first.map((length, i) => (i === axis ? total : length));
  },
  slice: (inputs, { starts, ends }) => {
    const shape = at(inputs, 0);
    expect(
      starts.length === shape.length &&
        shape.every(
          (length, axis) => 0 <= starts[axis]! && starts[axis]! < ends[axis]! && ends[axis]! <= length,
        ),
      () => `[${starts.join(', ')}] to [${ends.join(', ')}] is no part of [${shape.join(', ')}]`,
    );
    return shape.map((_, axis) => ends[axis]! - starts[axis]!);
  },
  pad: (inputs, { before, after }) =>
    at(inputs, 0).map((length, axis) => before[axis]! + length + after[axis]!),
  reshape: (inputs, { shape }) => {
    const from = at(inputs, 0);
    expect(
      elementCount(from) === elementCount(shape),
      () => `cannot reshape [${from.join(', ')}] to [${shape.join(', ')}]`,
    );
    return shape;
  },
  broadcastTo: (inputs, { shape }) => {
    const result = broadcastShapes(at(inputs, 0), shape);
    expect(
      result.join() === shape.join(),
      () => `[${at(inputs, 0).join(', ')}] is not part of [${shape.join(', ')}]`,
    );
    return shape;
  },
  transpose: (inputs, { order }) => {
    const shape = at(inputs, 0);
    expect(
      [...order].sort((a, b) => a - b).join() === [...shape.keys()].join(),
      () => `[${order.join(', ')}] is no order of the axes of [${shape.join(', ')}]`,
    );
    return order.map((axis) => shape[axis]!);
  },
  gather: (inputs) => {
    const [x, indices] = [at(inputs, 0), at(inputs, 1)];
    expect(indices.length === 1, () => `expected a vector of indices, got [${indices.join(', ')}]`);
    return [indices[0]!, ...x.slice(1)];
  },
  gridSample: (inputs) => {
    const [n, c] = image(at(inputs, 0));
    const grid = image(at(inputs, 1));
    expect(
      grid[0] === n && grid[3] === 2,
      () => `expected a grid of [${n}, h, w, 2], got [${grid.join(', ')}]`,
    );
    return [n, c, grid[1], grid[2]];
  },
  matMul: (inputs) => {
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    expect(
      a.length >= 2 && b.length >= 2 && a.at(-1) === b.at(-2),
      () => `cannot multiply matrices [${a.join(', ')}] and [${b.join(', ')}]`,
    );
    return [...broadcastShapes(a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!];
  },
  reduceSum: (inputs, { axes }) => reduced(at(inputs, 0), axes),
  reduceMean: (inputs, { axes }) => reduced(at(inputs, 0), axes),
  spatialDot: (inputs) => {
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    expect(a.join() === b.join(), () => `expected equal shapes, got [${a.join(', ')}] and [${b.join(', ')}]`);
    return reduced(image(a), [2, 3]);
  },
};

function unreachableSource(): never {
  throw new ShapeError('the shape of an input, parameter or constant is given, not inferred');
}

/**
 * The shape of an operator's output.
 * @throws ShapeError that names what was expected and what was found.
 */
export function inferShape<Op extends Operator>(
  operator: Op,
  inputs: readonly Shape[],
  attributes: Attributes[Op],
): Shape {
  try {
    const shape = shapeRules[operator](inputs, attributes);
    expect(
      shape.every((length) => Number.isInteger(length) && length > 0),
      () => `inputs ${inputs.map((x) => `[${x.join(', ')}]`).join(', ')} leave [${shape.join(', ')}]`,
    );
    return shape;
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(`${operator}: ${error.message}`);
    throw error;
  }
}
