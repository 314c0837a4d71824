/**
 * The graph's operators by their definitions, in float64 and by plain loops: slow, and nothing to be wrong in.
 * Accurate enough for finite differences.
 */
import {
  applyRule,
  elementCount,
  type Padding,
  type Rules,
  type Shape,
  type Tensor,
  topologicalOrder,
} from '../../src/main/graph/tensor.ts';

export interface Array64 {
  readonly shape: Shape;
  readonly data: Float64Array;
}

type Index = readonly number[];
type ReferenceRules = Rules<[inputs: readonly Array64[]], Float64Array>;

function offset(shape: Shape, index: Index): number {
  return shape.reduce((sum, length, axis) => sum * length + index[axis]!, 0);
}

const known = new Map<string, Index[]>();

/** All indices of a shape in row-major order. */
function indices(shape: Shape): Index[] {
  const key = shape.join();
  const all = known.get(key) ?? enumerate(shape);
  known.set(key, all);
  return all;
}

function enumerate(shape: Shape): Index[] {
  return shape.reduce<Index[]>(
    (all, length) => all.flatMap((index) => Array.from({ length }, (_, i) => [...index, i])),
    [[]],
  );
}

const read = ({ shape, data }: Array64, index: Index) => data[offset(shape, index)]!;

/** The result of `shape` whose element at each index is given by `value`. */
function generate(shape: Shape, value: (index: Index) => number): Float64Array {
  return Float64Array.from(indices(shape), value);
}

/** The element of `array` that is seen at `index` of a shape that it is broadcast to. */
function readBroadcast(array: Array64, index: Index): number {
  const own = index.slice(index.length - array.shape.length);
  return read(
    array,
    own.map((i, axis) => (array.shape[axis] === 1 ? 0 : i)),
  );
}

const unary =
  (f: (x: number) => number) =>
  (_: Tensor, [x]: readonly Array64[]) =>
    x!.data.map(f);
const binary =
  (f: (a: number, b: number) => number) =>
  (y: Tensor, [a, b]: readonly Array64[]) =>
    a!.shape.join() === b!.shape.join()
      ? a!.data.map((value, i) => f(value, b!.data[i]!))
      : generate(y.shape, (index) => f(readBroadcast(a!, index), readBroadcast(b!, index)));

const zeros = (shape: Shape) => new Float64Array(elementCount(shape));

interface Correlation {
  readonly x: Shape;
  readonly filter: Shape;
  readonly y: Shape;
  readonly stride: number;
  readonly padding: Padding;
  readonly groups?: number;
}

/** Every product that a convolution sums, by the places of its terms: y[at.y] += x[at.x] filter[at.filter]. */
function forEachProduct(
  { x, filter, y, stride, padding, groups = 1 }: Correlation,
  visit: (x: number, filter: number, y: number) => void,
): void {
  const perGroup = y[1]! / groups;
  const taps = indices(filter.slice(1)) as [number, number, number][];
  indices(y).forEach(([n, k, i, j], yOffset) => {
    taps.forEach(([c, r, s], tap) => {
      const row = i! * stride + r - padding.top;
      const column = j! * stride + s - padding.left;
      if (row < 0 || row >= x[2]! || column < 0 || column >= x[3]!) return;
      const channel = Math.floor(k! / perGroup) * filter[1]! + c;
      visit(((n! * x[1]! + channel) * x[2]! + row) * x[3]! + column, k! * taps.length + tap, yOffset);
    });
  });
}

function windowed(x: Array64, y: Shape, size: number, reduce: (values: readonly number[]) => number) {
  const inside = indices([size, size]) as [number, number][];
  return generate(y, (index) => {
    const [n, c, i, j] = index as [number, number, number, number];
    return reduce(inside.map(([r, s]) => read(x, [n, c, i * size + r, j * size + s])));
  });
}

/** The value of a plane of x at a place between its pixels, 0 beyond them. */
function sampled(
  plane: Index,
  x: Array64,
  row: number,
  column: number,
  mode: 'bilinear' | 'nearest',
): number {
  const [height, width] = x.shape.slice(2) as [number, number];
  const at = (i: number, j: number) =>
    i >= 0 && j >= 0 && i < height && j < width ? read(x, [...plane, i, j]) : 0;
  if (mode === 'nearest') return at(Math.round(row), Math.round(column));
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [below, right] = [row - top, column - left];
  return (
    (1 - below) * ((1 - right) * at(top, left) + right * at(top, left + 1)) +
    below * ((1 - right) * at(top + 1, left) + right * at(top + 1, left + 1))
  );
}

/** The two pixels of an axis between whose centres the pixel `at` of the enlarged one lies, and their shares. */
function blend(at: number, factor: number, length: number): [index: number, share: number][] {
  const position = Math.min(length - 1, Math.max(0, (at + 0.5) / factor - 0.5));
  const below = Math.floor(position);
  return [
    [below, 1 - (position - below)],
    [Math.min(length - 1, below + 1), position - below],
  ];
}

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Sums over the axes along which `shape` has the length 1. */
function reduceSum(shape: Shape, { shape: from, data }: Array64): Float64Array {
  const sums = zeros(shape);
  indices(from).forEach((index, position) => {
    sums[
      offset(
        shape,
        index.map((i, axis) => (shape[axis] === 1 ? 0 : i)),
      )
    ]! += data[position]!;
  });
  return sums;
}

const source = (): never => {
  throw new Error('fed, not computed');
};

const rules: ReferenceRules = {
  input: source,
  parameter: source,
  constant: ({ attributes }) => Float64Array.from(attributes.values),
  integerParameter: ({ attributes: { values, scales } }) => {
    const perScale = values.length / scales.length;
    return Float64Array.from(values, (value, index) => value * scales[Math.floor(index / perScale)]!);
  },
  add: binary((a, b) => a + b),
  subtract: binary((a, b) => a - b),
  multiply: binary((a, b) => a * b),
  divide: binary((a, b) => a / b),
  relu: unary((x) => Math.max(x, 0)),
  leakyRelu: ({ attributes }, [x]) => x!.data.map((value) => (value > 0 ? value : attributes.slope * value)),
  sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  tanh: unary(Math.tanh),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  abs: unary(Math.abs),
  softplus: unary((x) => Math.log1p(Math.exp(x))),
  step: ({ attributes }, [x]) => x!.data.map((value) => (value > 0 ? attributes.above : attributes.below)),
  fakeQuantize: ({ attributes: { scale, zeroPoint } }, [x]) =>
    x!.data.map((value) => {
      // Float32 as the engines': which of two codes is nearer is decided by the rounded quotient.
      const position = Math.fround(value / scale);
      const below = Math.floor(position);
      const isUp = position - below > 0.5 || (position - below === 0.5 && below % 2 !== 0);
      return (Math.max(0, Math.min(255, below + (isUp ? 1 : 0) + zeroPoint)) - zeroPoint) * scale;
    }),
  conv2d: ({ shape, attributes }, [x, filter, bias]) => {
    const y = generate(shape, ([, k]) => bias?.data[k!] ?? 0);
    forEachProduct({ x: x!.shape, filter: filter!.shape, y: shape, ...attributes }, (xAt, filterAt, yAt) => {
      y[yAt]! += x!.data[xAt]! * filter!.data[filterAt]!;
    });
    return y;
  },
  conv2dInputGradient: ({ shape, attributes }, [dy, filter, bias]) => {
    const dx = generate(shape, ([, c]) => bias?.data[c!] ?? 0);
    forEachProduct({ x: shape, filter: filter!.shape, y: dy!.shape, ...attributes }, (xAt, filterAt, yAt) => {
      dx[xAt]! += dy!.data[yAt]! * filter!.data[filterAt]!;
    });
    return dx;
  },
  conv2dFilterGradient: ({ shape, attributes }, [x, dy]) => {
    const dw = zeros(shape);
    forEachProduct({ x: x!.shape, filter: shape, y: dy!.shape, ...attributes }, (xAt, filterAt, yAt) => {
      dw[filterAt]! += x!.data[xAt]! * dy!.data[yAt]!;
    });
    return dw;
  },
  affine: ({ shape }, [x, scale, shift]) =>
    generate(shape, (index) => read(x!, index) * scale!.data[index[1]!]! + shift!.data[index[1]!]!),
  batchNorm: ({ shape, attributes }, [x, ...statistics]) =>
    generate(shape, (index) => {
      const [gamma, beta, mean, variance] = statistics.map(({ data }) => data[index[1]!]!) as [
        number,
        number,
        number,
        number,
      ];
      return (gamma * (read(x!, index) - mean)) / Math.sqrt(variance + attributes.epsilon) + beta;
    }),
  maxPool: ({ shape, attributes }, [x]) =>
    windowed(x!, shape, attributes.size, (values) => Math.max(...values)),
  averagePool: ({ shape, attributes }, [x]) =>
    windowed(x!, shape, attributes.size, (values) => total(values) / values.length),
  upsampleNearest: ({ shape, attributes: { factor } }, [x]) =>
    generate(shape, ([n, c, i, j]) => read(x!, [n!, c!, Math.floor(i! / factor), Math.floor(j! / factor)])),
  upsampleBilinear: ({ shape, attributes: { factor } }, [x]) =>
    generate(shape, ([n, c, i, j]) => {
      const [rows, columns] = [blend(i!, factor, x!.shape[2]!), blend(j!, factor, x!.shape[3]!)];
      return total(
        rows.flatMap(([row, share]) =>
          columns.map(([column, part]) => share * part * read(x!, [n!, c!, row, column])),
        ),
      );
    }),
  depthToSpace: ({ shape, attributes: { block } }, [x]) =>
    generate(shape, ([n, c, i, j]) => {
      const channel = ((i! % block) * block + (j! % block)) * shape[1]! + c!;
      return read(x!, [n!, channel, Math.floor(i! / block), Math.floor(j! / block)]);
    }),
  spaceToDepth: ({ shape, attributes: { block } }, [x]) =>
    generate(shape, ([n, c, i, j]) => {
      const channels = x!.shape[1]!;
      const place = Math.floor(c! / channels);
      const row = i! * block + Math.floor(place / block);
      return read(x!, [n!, c! % channels, row, j! * block + (place % block)]);
    }),
  concat: ({ shape, attributes: { axis } }, inputs) =>
    generate(shape, (index) => {
      let position = index[axis]!;
      let part = 0;
      while (position >= inputs[part]!.shape[axis]!) position -= inputs[part++]!.shape[axis]!;
      return read(inputs[part]!, index.with(axis, position));
    }),
  slice: ({ shape, attributes }, [x]) =>
    generate(shape, (index) =>
      read(
        x!,
        index.map((i, axis) => i + attributes.starts[axis]!),
      ),
    ),
  pad: ({ shape, attributes }, [x]) =>
    generate(shape, (index) => {
      const inner = index.map((i, axis) => i - attributes.before[axis]!);
      return inner.every((i, axis) => 0 <= i && i < x!.shape[axis]!) ? read(x!, inner) : 0;
    }),
  reshape: (_, [x]) => x!.data,
  broadcastTo: ({ shape }, [x]) => generate(shape, (index) => readBroadcast(x!, index)),
  transpose: ({ shape, attributes: { order } }, [x]) =>
    generate(shape, (index) =>
      read(
        x!,
        index.map((_, axis) => index[order.indexOf(axis)]!),
      ),
    ),
  gather: ({ shape }, [x, indices]) =>
    generate(shape, ([first, ...rest]) => read(x!, [Math.trunc(indices!.data[first!]!), ...rest])),
  gridSample: ({ shape, attributes: { mode } }, [x, grid]) =>
    generate(shape, ([n, c, i, j]) => {
      const [height, width] = x!.shape.slice(2) as [number, number];
      const place = (axis: number, length: number) =>
        ((read(grid!, [n!, i!, j!, axis]) + 1) / 2) * (length - 1);
      return sampled([n!, c!], x!, place(1, height), place(0, width), mode);
    }),
  matMul: ({ shape }, [a, b]) =>
    generate(shape, (index) => {
      const [row, column] = index.slice(-2) as [number, number];
      const batch = index.slice(0, -2);
      const terms = Array.from({ length: a!.shape.at(-1)! }, (_, k) => [
        readBroadcast(a!, [...batch, row, k]),
        readBroadcast(b!, [...batch, k, column]),
      ]);
      return total(terms.map(([left, right]) => left! * right!));
    }),
  reduceSum: ({ shape }, [x]) => reduceSum(shape, x!),
  reduceMean: ({ shape }, [x]) => {
    const count = x!.data.length / elementCount(shape);
    return reduceSum(shape, x!).map((value) => value / count);
  },
  spatialDot: ({ shape }, [a, b]) =>
    reduceSum(shape, { shape: a!.shape, data: a!.data.map((value, i) => value * b!.data[i]!) }),
};

/** The values of `outputs`, given those of the inputs and parameters by name. */
export function evaluate(
  outputs: readonly Tensor[],
  feeds: Readonly<Record<string, ArrayLike<number>>>,
): Float64Array[] {
  const values = new Map<Tensor, Array64>();
  for (const tensor of topologicalOrder(outputs)) {
    const data =
      tensor.operator === 'input' || tensor.operator === 'parameter'
        ? Float64Array.from(feeds[tensor.attributes.name]!)
        : applyRule(
            rules,
            tensor,
            tensor.inputs.map((x) => values.get(x)!),
          );
    values.set(tensor, { shape: tensor.shape, data });
  }
  return outputs.map((tensor) => values.get(tensor)!.data);
}

/** Half the distance of a central difference: its error is of the order of h^2 + 1e-16 / h. */
const h = 1e-5;

/** The gradient of a scalar with respect to one of its inputs, by central differences. */
export function differences(
  loss: Tensor,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
  name: string,
): Float64Array {
  const values = Float64Array.from(feeds[name]!);
  const lossWith = (index: number, value: number) =>
    evaluate([loss], { ...feeds, [name]: values.with(index, value) })[0]![0]!;
  return values.map((value, index) => (lossWith(index, value + h) - lossWith(index, value - h)) / (2 * h));
}
