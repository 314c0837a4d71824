import { inferShape, ShapeError } from './shapes.ts';
import {
  type Attributes,
  elementCount,
  type Operator,
  type Padding,
  type Shape,
  type Tensor,
} from './tensor.ts';

/** Constructors of the graph's tensors, one an operator; attributes and semantics are in tensor.ts. */

function source<Op extends 'input' | 'parameter' | 'constant' | 'integerParameter'>(
  operator: Op,
  attributes: Attributes[Op],
  shape: Shape,
): Tensor {
  return { operator, attributes, inputs: [], shape } as unknown as Tensor;
}

/** Any operator but a source, with its shape inferred. */
export function apply<Op extends Operator>(
  operator: Op,
  inputs: readonly Tensor[],
  attributes: Attributes[Op],
): Tensor {
  const shape = inferShape(
    operator,
    inputs.map((tensor) => tensor.shape),
    attributes,
  );
  return { operator, attributes, inputs, shape } as unknown as Tensor;
}

export const input = (name: string, shape: Shape) => source('input', { name }, shape);
export const parameter = (name: string, shape: Shape) => source('parameter', { name }, shape);

export function constant(values: ArrayLike<number>, shape: Shape): Tensor {
  if (values.length !== elementCount(shape)) {
    throw new ShapeError(`constant: ${values.length} values do not fill [${shape.join(', ')}]`);
  }
  return source('constant', { values: Float32Array.from(values) }, shape);
}

export function integerParameter(
  name: string,
  values: Int8Array | Int32Array,
  scales: Float32Array,
  shape: Shape,
): Tensor {
  if (values.length !== elementCount(shape) || scales.length !== shape[0]) {
    throw new ShapeError(
      `integerParameter: ${values.length} values and ${scales.length} scales do not fill [${shape.join(', ')}]`,
    );
  }
  return source('integerParameter', { name, values, scales }, shape);
}
export const scalar = (value: number) => constant([value], [1]);

const operand = (value: Tensor | number) => (typeof value === 'number' ? scalar(value) : value);
type Operand = Tensor | number;

export const add = (a: Operand, b: Operand) => apply('add', [operand(a), operand(b)], {});
export const subtract = (a: Operand, b: Operand) => apply('subtract', [operand(a), operand(b)], {});
export const multiply = (a: Operand, b: Operand) => apply('multiply', [operand(a), operand(b)], {});
export const divide = (a: Operand, b: Operand) => apply('divide', [operand(a), operand(b)], {});

export const relu = (x: Tensor) => apply('relu', [x], {});
export const leakyRelu = (x: Tensor, slope: number) => apply('leakyRelu', [x], { slope });
export const sigmoid = (x: Tensor) => apply('sigmoid', [x], {});
export const tanh = (x: Tensor) => apply('tanh', [x], {});
export const exp = (x: Tensor) => apply('exp', [x], {});
export const log = (x: Tensor) => apply('log', [x], {});
export const sqrt = (x: Tensor) => apply('sqrt', [x], {});
export const abs = (x: Tensor) => apply('abs', [x], {});
export const softplus = (x: Tensor) => apply('softplus', [x], {});
export const step = (x: Tensor, below = 0, above = 1) => apply('step', [x], { below, above });
export const fakeQuantize = (x: Tensor, attributes: Attributes['fakeQuantize']) =>
  apply('fakeQuantize', [x], attributes);

/** The same padding on all four sides. */
export const padAll = (size: number): Padding => ({ top: size, left: size, bottom: size, right: size });

export interface ConvolutionOptions {
  readonly stride?: number;
  /** On all four sides; by default (R - 1) / 2, which keeps the size at stride 1. */
  readonly padding?: Padding;
  readonly groups?: number;
  /** [K]. */
  readonly bias?: Tensor;
}

export function conv2d(x: Tensor, filter: Tensor, options: ConvolutionOptions = {}): Tensor {
  const { stride = 1, groups = 1, bias } = options;
  const padding = options.padding ?? padAll(((filter.shape[2] ?? 1) - 1) >> 1);
  return apply('conv2d', bias ? [x, filter, bias] : [x, filter], { stride, padding, groups });
}
export const conv2dInputGradient = (
  dy: Tensor,
  filter: Tensor,
  attributes: Attributes['conv2dInputGradient'],
  bias?: Tensor,
) => apply('conv2dInputGradient', bias ? [dy, filter, bias] : [dy, filter], attributes);
export const conv2dFilterGradient = (x: Tensor, dy: Tensor, attributes: Attributes['conv2dFilterGradient']) =>
  apply('conv2dFilterGradient', [x, dy], attributes);
export const affine = (x: Tensor, scale: Tensor, shift: Tensor) => apply('affine', [x, scale, shift], {});
export const batchNorm = (
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  mean: Tensor,
  variance: Tensor,
  epsilon: number,
) => apply('batchNorm', [x, gamma, beta, mean, variance], { epsilon });

export const maxPool = (x: Tensor, size: number) => apply('maxPool', [x], { size });
export const averagePool = (x: Tensor, size: number) => apply('averagePool', [x], { size });
export const upsampleNearest = (x: Tensor, factor: number) => apply('upsampleNearest', [x], { factor });
export const upsampleBilinear = (x: Tensor, factor: number) => apply('upsampleBilinear', [x], { factor });
export const depthToSpace = (x: Tensor, block: number) => apply('depthToSpace', [x], { block });
export const spaceToDepth = (x: Tensor, block: number) => apply('spaceToDepth', [x], { block });

export const concat = (tensors: readonly Tensor[], axis: number) => apply('concat', tensors, { axis });
export const slice = (x: Tensor, starts: Shape, ends: Shape) => apply('slice', [x], { starts, ends });
export const pad = (x: Tensor, before: Shape, after: Shape) => apply('pad', [x], { before, after });
export const reshape = (x: Tensor, shape: Shape) => apply('reshape', [x], { shape });
export const broadcastTo = (x: Tensor, shape: Shape) => apply('broadcastTo', [x], { shape });
export const transpose = (x: Tensor, order: Shape) => apply('transpose', [x], { order });
export const gather = (x: Tensor, indices: Tensor) => apply('gather', [x, indices], {});
export const gridSample = (x: Tensor, grid: Tensor, mode: Attributes['gridSample']['mode']) =>
  apply('gridSample', [x, grid], { mode });
export const matMul = (a: Tensor, b: Tensor) => apply('matMul', [a, b], {});

/** Without `axes`: over all of them. */
export const reduceSum = (x: Tensor, axes: Shape = [...x.shape.keys()]) => apply('reduceSum', [x], { axes });
export const reduceMean = (x: Tensor, axes: Shape = [...x.shape.keys()]) =>
  apply('reduceMean', [x], { axes });
export const spatialDot = (a: Tensor, b: Tensor) => apply('spatialDot', [a, b], {});

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Where an affine map takes the pixels of a picture, for `gridSample`.
 * @param map [N,2,3]: pixel (column, row) lies at x = m00 column + m01 row + m02, y = m10 column + m11 row + m12 of
 *   the source, in its pixels
 * @param size of the picture
 * @param source its size
 * @returns [N,height,width,2]
 */
export function affineGrid(map: Tensor, size: Size, source: Size): Tensor {
  const [n] = map.shape as [number];
  const { width, height } = size;
  const count = (length: number) => [...Array(length).keys()];
  const columns = constant(count(width), [1, 1, width, 1]);
  const rows = constant(count(height), [1, height, 1, 1]);
  // -1 and 1 are the centres of the outer pixels.
  const spans = constant([2 / (source.width - 1), 2 / (source.height - 1)], [1, 2, 1]);
  const scaled = multiply(map, spans);
  const coefficient = (index: number) =>
    reshape(slice(scaled, [0, 0, index], [n, 2, index + 1]), [n, 1, 1, 2]);
  const start = add(coefficient(2), -1);
  return add(add(multiply(columns, coefficient(0)), start), multiply(rows, coefficient(1)));
}
