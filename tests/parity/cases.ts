import {
  abs,
  add,
  affine,
  averagePool,
  batchNorm,
  broadcastTo,
  type ConvolutionOptions,
  concat,
  constant,
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  depthToSpace,
  divide,
  exp,
  fakeQuantize,
  gather,
  gridSample,
  input,
  integerParameter,
  leakyRelu,
  log,
  matMul,
  maxPool,
  multiply,
  pad,
  padAll,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  sigmoid,
  slice,
  softplus,
  spaceToDepth,
  spatialDot,
  sqrt,
  step,
  subtract,
  tanh,
  transpose,
  upsampleBilinear,
  upsampleNearest,
} from '../../src/main/graph/operators.ts';
import type { Operator, Padding, Shape, Tensor } from '../../src/main/graph/tensor.ts';

type Range = readonly [low: number, high: number];

/** One operator on inputs of given shapes and range of values. */
export interface OperatorCase {
  readonly name: string;
  readonly operator: Operator;
  readonly output: Tensor;
  readonly inputs: readonly Tensor[];
  readonly range: Range;
}

const symmetric: Range = [-1, 1];
const positive: Range = [0.5, 2];

function operatorCase(
  build: (...inputs: Tensor[]) => Tensor,
  shapes: readonly Shape[],
  range = symmetric,
): OperatorCase {
  const inputs = shapes.map((shape, index) => input(`x${index}`, shape));
  const output = build(...inputs);
  const attributes = JSON.stringify(output.attributes).replaceAll('"', '');
  const of = shapes.map((shape) => `[${shape.join()}]`).join(' ');
  return {
    name: `${output.operator} ${attributes} of ${of}`,
    operator: output.operator,
    output,
    inputs,
    range,
  };
}

const image: Shape = [2, 3, 4, 6];
const onImage = (build: (x: Tensor) => Tensor, range?: Range) => operatorCase(build, [image], range);

const unary = [
  onImage(relu),
  onImage((x) => leakyRelu(x, 0.2)),
  onImage(sigmoid),
  onImage(tanh),
  onImage(exp),
  onImage(log, positive),
  onImage(sqrt, positive),
  onImage(abs),
  onImage(softplus),
  onImage((x) => step(x)),
  onImage((x) => step(x, 1, 0)),
  onImage((x) => step(x, 0.2, 1)),
  onImage((x) => fakeQuantize(x, { scale: 0.25, zeroPoint: 2 })),
];

const rearranging = [
  onImage((x) => maxPool(x, 2)),
  onImage((x) => averagePool(x, 2)),
  operatorCase((x) => maxPool(x, 3), [[1, 2, 3, 6]]),
  operatorCase((x) => averagePool(x, 3), [[1, 2, 3, 6]]),
  onImage((x) => upsampleNearest(x, 2)),
  onImage((x) => upsampleNearest(x, 3)),
  onImage((x) => upsampleBilinear(x, 2)),
  onImage((x) => upsampleBilinear(x, 3)),
  operatorCase((x) => upsampleBilinear(x, 2), [[1, 2, 1, 1]]),
  operatorCase((x) => depthToSpace(x, 2), [[2, 8, 2, 3]]),
  operatorCase((x) => depthToSpace(x, 3), [[1, 9, 2, 1]]),
  onImage((x) => spaceToDepth(x, 2)),
  onImage((x) => slice(x, [0, 1, 0, 2], [2, 3, 4, 5])),
  onImage((x) => slice(x, [1, 0, 0, 0], [2, 1, 4, 6])),
  onImage((x) => pad(x, [0, 1, 2, 0], [1, 0, 0, 3])),
  onImage((x) => reshape(x, [6, 24])),
  operatorCase((x) => broadcastTo(x, image), [[1, 3, 1, 1]]),
  operatorCase((x) => broadcastTo(x, image), [[6]]),
  operatorCase((x) => broadcastTo(x, image), [[1]]),
  onImage((x) => transpose(x, [0, 2, 3, 1])),
  operatorCase((x) => transpose(x, [1, 2, 0]), [[2, 3, 4]]),
  onImage((x) => concat([x, x], 1)),
  ...[0, 1, 2, 3].map((axis) =>
    operatorCase((a, b, c) => concat([a, b, c], axis), [image, image.with(axis, 1), image.with(axis, 5)]),
  ),
];

const reducing = [
  onImage((x) => reduceSum(x)),
  onImage((x) => reduceSum(x, [0, 2, 3])),
  onImage((x) => reduceSum(x, [1])),
  onImage((x) => reduceMean(x)),
  onImage((x) => reduceMean(x, [0, 2, 3])),
  onImage((x) => reduceMean(x, [2, 3])),
  operatorCase(spatialDot, [image, image]),
  onImage((x) => spatialDot(x, x)),
];

const broadcasts: (readonly [Shape, Shape])[] = [
  [image, image],
  [image, [1, 3, 1, 1]],
  [[1, 3, 1, 1], image],
  [image, [1]],
  [[1], image],
  [image, [6]],
  [[4, 1], image],
  [
    [2, 1, 4, 1],
    [1, 3, 1, 6],
  ],
  [[1], [1]],
];

const binary = [
  ...broadcasts.flatMap((shapes) => [
    operatorCase(add, shapes),
    operatorCase(subtract, shapes),
    operatorCase(multiply, shapes),
    operatorCase(divide, shapes, positive),
  ]),
  onImage((x) => multiply(x, x)),
  operatorCase(affine, [image, [1, 3, 1, 1], [1, 3, 1, 1]]),
  operatorCase(
    (x, gamma, beta, mean, variance) => batchNorm(x, gamma, beta, mean, variance, 1e-3),
    [image, [3], [3], [3], [3]],
    positive,
  ),
];

interface Geometry {
  readonly x: Shape;
  readonly filter: Shape;
  readonly stride: number;
  readonly padding: Padding;
}

const none = padAll(0);
/** Kernels, strides and odd sizes, with few or many channels on either side: see the three ways of writeFilterGradient. */
const geometries: Geometry[] = [
  { x: [2, 3, 5, 4], filter: [4, 3, 1, 1], stride: 1, padding: none },
  { x: [2, 3, 7, 6], filter: [4, 3, 1, 1], stride: 2, padding: none },
  { x: [2, 4, 5, 6], filter: [4, 4, 3, 3], stride: 1, padding: padAll(1) },
  { x: [2, 1, 5, 6], filter: [8, 1, 3, 3], stride: 1, padding: padAll(1) },
  { x: [2, 8, 5, 4], filter: [1, 8, 3, 3], stride: 1, padding: padAll(1) },
  { x: [2, 4, 5, 6], filter: [4, 4, 3, 3], stride: 1, padding: none },
  { x: [1, 1, 5, 6], filter: [8, 1, 3, 3], stride: 1, padding: none },
  { x: [1, 8, 5, 6], filter: [1, 8, 3, 3], stride: 1, padding: none },
  { x: [2, 3, 7, 6], filter: [4, 3, 3, 3], stride: 2, padding: padAll(1) },
  { x: [1, 6, 5, 5], filter: [2, 6, 3, 3], stride: 2, padding: padAll(1) },
  { x: [1, 4, 7, 6], filter: [4, 4, 4, 4], stride: 1, padding: padAll(1) },
  { x: [1, 1, 6, 7], filter: [6, 1, 4, 4], stride: 1, padding: padAll(1) },
  { x: [1, 6, 6, 7], filter: [1, 6, 4, 4], stride: 1, padding: padAll(2) },
  { x: [2, 3, 8, 6], filter: [4, 3, 4, 4], stride: 2, padding: padAll(1) },
  { x: [1, 3, 7, 9], filter: [2, 3, 4, 4], stride: 2, padding: padAll(1) },
  { x: [1, 3, 7, 7], filter: [2, 3, 3, 3], stride: 3, padding: none },
  { x: [1, 4, 5, 6], filter: [4, 4, 2, 3], stride: 1, padding: { top: 1, left: 0, bottom: 0, right: 2 } },
  { x: [1, 1, 5, 6], filter: [5, 1, 3, 2], stride: 1, padding: { top: 0, left: 1, bottom: 2, right: 0 } },
  { x: [1, 5, 5, 6], filter: [1, 5, 3, 2], stride: 1, padding: { top: 2, left: 0, bottom: 1, right: 1 } },
  { x: [1, 3, 4, 5], filter: [4, 3, 1, 1], stride: 1, padding: padAll(1) },
  { x: [1, 1, 4, 5], filter: [4, 1, 1, 1], stride: 1, padding: padAll(1) },
  { x: [1, 4, 4, 5], filter: [1, 4, 2, 2], stride: 1, padding: padAll(2) },
  { x: [1, 4, 4, 5], filter: [4, 4, 2, 2], stride: 1, padding: { top: 0, left: 0, bottom: 0, right: 2 } },
  { x: [1, 3, 6, 5], filter: [2, 3, 3, 2], stride: 2, padding: { top: 1, left: 0, bottom: 0, right: 1 } },
];

const convolutions = geometries.flatMap(({ x, filter, stride, padding }) => {
  const forward = operatorCase((a, w) => conv2d(a, w, { stride, padding }), [x, filter]);
  const y = forward.output.shape;
  const [, , height, width] = x as [number, number, number, number];
  const [, , rows, columns] = filter as [number, number, number, number];
  return [
    forward,
    operatorCase((dy, w) => conv2dInputGradient(dy, w, { stride, padding, height, width }), [y, filter]),
    operatorCase(
      (a, dy) => conv2dFilterGradient(a, dy, { stride, padding, kernel: [rows, columns] }),
      [x, y],
    ),
  ];
});

const biased = [1, 2].flatMap((stride) => {
  const forward = operatorCase(
    (x, filter, bias) => conv2d(x, filter, { stride, bias }),
    [[2, 3, 5, 4], [4, 3, 3, 3], [4]],
  );
  const transposed = { stride, padding: padAll(1), height: 5, width: 4 };
  return [
    forward,
    operatorCase(
      (dy, filter, bias) => conv2dInputGradient(dy, filter, transposed, bias),
      [forward.output.shape, [4, 3, 3, 3], [3]],
    ),
  ];
});

const products = [
  operatorCase(matMul, [
    [3, 4],
    [4, 5],
  ]),
  operatorCase(matMul, [
    [2, 3, 4, 5],
    [2, 3, 5, 2],
  ]),
  operatorCase(matMul, [
    [4, 5],
    [2, 3, 5, 2],
  ]),
  operatorCase(matMul, [
    [2, 3, 4, 5],
    [1, 3, 5, 2],
  ]),
  operatorCase(
    (a, b) => matMul(transpose(a, [1, 0]), transpose(b, [1, 0])),
    [
      [4, 3],
      [5, 4],
    ],
  ),
];

/** Whole numbers, some twice, as constants: there is no gradient with respect to them. */
const gathers = [
  onImage((x) => gather(x, constant([1, 0, 1], [3]))),
  operatorCase((x) => gather(x, constant([2, 2, 0, 3], [4])), [[5]]),
];

/** Operators whose forward pass and gradients are checked. */
export const operatorCases: readonly OperatorCase[] = [
  ...unary,
  ...rearranging,
  ...reducing,
  ...binary,
  ...convolutions,
  ...biased,
  ...products,
  ...gathers,
];

const grouped = (options: ConvolutionOptions, filter: Shape) =>
  operatorCase((x, w) => conv2d(x, w, options), [[2, 4, 5, 6], filter]);

const integerWeights = onImage((x) =>
  conv2d(
    x,
    integerParameter(
      'filter',
      Int8Array.from({ length: 54 }, (_, i) => ((37 * i) % 255) - 127),
      Float32Array.of(0.01, 0.003),
      [2, 3, 3, 3],
    ),
    {
      bias: integerParameter('bias', Int32Array.of(70_000, -3), Float32Array.of(1e-5, 0.125), [2]),
    },
  ),
);

/** Without a gradient: grouped convolutions and integers are for inference, sampling of grids for data. */
export const forwardCases: readonly OperatorCase[] = [
  integerWeights,
  onImage((x) => fakeQuantize(x, { scale: 0.004, zeroPoint: 0 })),
  onImage((x) => fakeQuantize(x, { scale: 0.01, zeroPoint: 255 })),
  ...(['bilinear', 'nearest'] as const).flatMap((mode) => [
    operatorCase((x, grid) => gridSample(x, grid, mode), [image, [2, 5, 3, 2]], [-1.4, 1.4]),
    operatorCase(
      (x, grid) => gridSample(x, grid, mode),
      [
        [1, 1, 1, 5],
        [1, 2, 4, 2],
      ],
    ),
  ]),
  grouped({ groups: 2 }, [6, 2, 3, 3]),
  grouped({ groups: 4, stride: 2 }, [4, 1, 3, 3]),
];
