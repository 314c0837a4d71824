/** How each operator is written in ONNX's standard operators, in the form that ONNX Runtime's CPU kernels run fastest. */
import { elementCount, type Padding, type Rules, type Shape, type Tensor, type TensorOf } from '../tensor.ts';
import type { Emitter } from './emitter.ts';
import { DataType } from './schema.ts';

export type WriteRules = Rules<[inputs: readonly string[], emitter: Emitter], string>;
type Rule = (tensor: Tensor, inputs: readonly string[], emitter: Emitter) => string;

/** An operator that ONNX has under another name, without attributes. */
const plain =
  (opType: string): Rule =>
  (_, inputs, emitter) =>
    emitter.node(opType, inputs);

const pads = ({ top, left, bottom, right }: Padding) => [top, left, bottom, right];
const shapeOf = (tensor: Tensor, index: number): Shape => tensor.inputs[index]!.shape;
const dimensions = (tensor: Tensor, index: number) =>
  shapeOf(tensor, index) as [number, number, number, number];

/** Whether the gradients at stride 1 are convolutions too: those of padding wider than the filter reaches are not. */
const isReversible = (stride: number, { top, left, bottom, right }: Padding, rows: number, columns: number) =>
  stride === 1 && Math.max(top, bottom) < rows && Math.max(left, right) < columns;

/** Steep enough that every normal float32 other than 0 saturates. */
const steep = 3e38;

/** a b^T over the last two axes; ONNX Runtime fuses the transposition into the product. */
function multiplyTransposed(emitter: Emitter, a: string, b: string): string {
  return emitter.node('MatMul', [a, emitter.node('Transpose', [b], { perm: [0, 2, 1] })]);
}

/** A filter bank that copies each channel once for every tap: row-major one-hot kernels [channels * R * S, 1, R, S]. */
function oneHotTaps(
  emitter: Emitter,
  channels: number,
  rows: number,
  columns: number,
  flipped: boolean,
): string {
  const taps = rows * columns;
  const bank = new Float32Array(channels * taps * taps);
  for (let row = 0; row < channels * taps; row++) {
    const tap = row % taps;
    bank[row * taps + (flipped ? taps - 1 - tap : tap)] = 1;
  }
  return emitter.floats(bank, [channels * taps, 1, rows, columns]);
}

interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: number;
  readonly padding: Padding;
  readonly flipped: boolean;
}

/** [N,C,H,W] -> [N, C * taps, L]: shifted copies side by side, as a grouped convolution with one-hot kernels. */
function shiftedCopies(emitter: Emitter, x: string, [n, c]: Shape, window: Window, length: number): string {
  const [rows, columns] = window.kernel;
  const copies =
    rows * columns === 1 && window.stride === 1 && Math.max(...pads(window.padding)) === 0
      ? x
      : emitter.node('Conv', [x, oneHotTaps(emitter, c!, rows, columns, window.flipped)], {
          group: c!,
          kernel_shape: [rows, columns],
          strides: [window.stride, window.stride],
          pads: pads(window.padding),
        });
  return emitter.node('Reshape', [copies, emitter.integers([n!, c! * rows * columns, length])]);
}

/**
 * The gradient of a filter: products of dy with shifted copies of x, all taps in one matrix product. Which of
 * the two is copied decides how much memory is passed over: every tap of x, every tap of dy, or (at stride 1)
 * rows of dy and columns of x. Measured on two Zen 4 cores, 4 x 16 x 256 x 256: separate rows and columns 85
 * GFLOP/s, all taps of one side 56; 3 input channels: 38 and 66; 48 inputs, 16 outputs: 95 and 107 (dy).
 */
function writeFilterGradient(
  tensor: TensorOf<'conv2dFilterGradient'>,
  [x, dy]: readonly string[],
  emitter: Emitter,
): string {
  const [n, c, height, width] = dimensions(tensor, 0);
  const [, k, h, w] = dimensions(tensor, 1);
  const { stride, padding, kernel } = tensor.attributes;
  const [rows, columns] = kernel;
  const none: Padding = { top: 0, left: 0, bottom: 0, right: 0 };
  const reversible = isReversible(stride, padding, rows, columns);
  const back = { top: rows - 1 - padding.top, left: columns - 1 - padding.left };
  const options = [
    {
      volume: c * rows * columns,
      left: { kernel: [1, 1], stride: 1, padding: none, flipped: false },
      right: { kernel, stride, padding, flipped: false },
      length: h * w,
    },
    {
      volume: reversible ? k * rows * columns : Number.POSITIVE_INFINITY,
      left: {
        kernel,
        stride: 1,
        padding: { ...back, bottom: height - h + padding.top, right: width - w + padding.left },
        flipped: true,
      },
      right: { kernel: [1, 1], stride: 1, padding: none, flipped: false },
      length: height * width,
    },
    {
      volume: reversible ? k * rows + c * columns : Number.POSITIVE_INFINITY,
      left: {
        kernel: [rows, 1],
        stride: 1,
        padding: { ...none, top: back.top, bottom: height - h + padding.top },
        flipped: true,
      },
      right: {
        kernel: [1, columns],
        stride: 1,
        padding: { ...none, left: padding.left, right: padding.right },
        flipped: false,
      },
      length: height * w,
    },
  ] satisfies { volume: number; left: Window; right: Window; length: number }[];
  const best = options.reduce((a, b) => (b.volume < a.volume ? b : a));
  const product = multiplyTransposed(
    emitter,
    shiftedCopies(emitter, dy!, [n, k], best.left, best.length),
    shiftedCopies(emitter, x!, [n, c], best.right, best.length),
  );
  const summed = emitter.node('ReduceSum', [product, emitter.integers([0])], { keepdims: 0 });
  const taps = [best.left.kernel, best.right.kernel] as const;
  const split = emitter.node('Reshape', [
    summed,
    emitter.integers([k, taps[0][0] * taps[0][1], c, taps[1][0] * taps[1][1]]),
  ]);
  const ordered = emitter.node('Transpose', [split], { perm: [0, 2, 1, 3] });
  return emitter.node('Reshape', [ordered, emitter.integers([k, c, rows, columns])]);
}

/** At stride 1 a convolution with the flipped filter, which ONNX Runtime runs faster than ConvTranspose. */
function writeInputGradient(
  tensor: TensorOf<'conv2dInputGradient'>,
  [dy, filter, ...bias]: readonly string[],
  emitter: Emitter,
): string {
  const [, , h, w] = dimensions(tensor, 0);
  const [, , rows, columns] = dimensions(tensor, 1);
  const { stride, padding, height, width } = tensor.attributes;
  if (!isReversible(stride, padding, rows, columns)) {
    const outputPadding = [
      height - ((h - 1) * stride + rows - padding.top - padding.bottom),
      width - ((w - 1) * stride + columns - padding.left - padding.right),
    ];
    return emitter.node('ConvTranspose', [dy!, filter!, ...bias], {
      kernel_shape: [rows, columns],
      strides: [stride, stride],
      pads: pads(padding),
      output_padding: outputPadding,
    });
  }
  const swapped = emitter.node('Transpose', [filter!], { perm: [1, 0, 2, 3] });
  const backwards = [-1, -1];
  const beyondStart = -(2 ** 31);
  const flipped =
    rows * columns === 1
      ? swapped
      : emitter.node('Slice', [
          swapped,
          emitter.integers(backwards),
          emitter.integers([beyondStart, beyondStart]),
          emitter.integers([2, 3]),
          emitter.integers(backwards),
        ]);
  return emitter.node('Conv', [dy!, flipped, ...bias], {
    kernel_shape: [rows, columns],
    pads: [
      rows - 1 - padding.top,
      columns - 1 - padding.left,
      height - h + padding.top,
      width - w + padding.left,
    ],
  });
}

function writeStep(tensor: TensorOf<'step'>, [x]: readonly string[], emitter: Emitter): string {
  const { below, above } = tensor.attributes;
  // HardSigmoid is min(1, max(0, alpha x + beta)): one vectorised pass, where Greater and Where take ten times as long.
  if (below === 1 && above === 0) return emitter.node('HardSigmoid', [x!], { alpha: -steep, beta: 1 });
  const unit = emitter.node('HardSigmoid', [x!], { alpha: steep, beta: 0 });
  if (below === 0 && above === 1) return unit;
  const scaled = emitter.node('Mul', [unit, emitter.floats([above - below], [1])]);
  return emitter.node('Add', [scaled, emitter.floats([below], [1])]);
}

function window(size: number) {
  return { kernel_shape: [size, size], strides: [size, size] };
}

const source: Rule = (tensor) => {
  throw new Error(`${tensor.operator} is written by its name, not by a rule`);
};

export const writeRules: WriteRules = {
  input: source,
  parameter: source,
  constant: source,
  integerParameter: source,
  add: plain('Add'),
  subtract: plain('Sub'),
  multiply: plain('Mul'),
  divide: plain('Div'),
  relu: plain('Relu'),
  leakyRelu: (tensor, inputs, emitter) =>
    emitter.node('LeakyRelu', inputs, { alpha: tensor.attributes.slope }),
  sigmoid: plain('Sigmoid'),
  tanh: plain('Tanh'),
  exp: plain('Exp'),
  log: plain('Log'),
  sqrt: plain('Sqrt'),
  abs: plain('Abs'),
  softplus: plain('Softplus'),
  step: writeStep,
  fakeQuantize: (tensor, [x], emitter) => {
    const { scale, zeroPoint } = tensor.attributes;
    const code = { scale: emitter.floats([scale], []), zeroPoint: emitter.byte(zeroPoint) };
    return emitter.dequantize({ name: emitter.quantize(x!, code), ...code });
  },
  conv2d: (tensor, inputs, emitter) => {
    const { stride, padding, groups } = tensor.attributes;
    return emitter.node('Conv', inputs, {
      kernel_shape: shapeOf(tensor, 1).slice(2),
      strides: [stride, stride],
      pads: pads(padding),
      group: groups,
    });
  },
  conv2dInputGradient: writeInputGradient,
  conv2dFilterGradient: writeFilterGradient,
  // A depthwise 1 x 1 convolution: one multi-threaded pass, and a ReLU behind it is fused.
  affine: (tensor, [x, scale, shift], emitter) => {
    const [, c] = dimensions(tensor, 0);
    const filter = emitter.node('Reshape', [scale!, emitter.integers([c, 1, 1, 1])]);
    const bias = emitter.node('Reshape', [shift!, emitter.integers([c])]);
    return emitter.node('Conv', [x!, filter, bias], { kernel_shape: [1, 1], group: c });
  },
  batchNorm: (tensor, inputs, emitter) =>
    emitter.node('BatchNormalization', inputs, { epsilon: tensor.attributes.epsilon }),
  maxPool: (tensor, inputs, emitter) => emitter.node('MaxPool', inputs, window(tensor.attributes.size)),
  averagePool: (tensor, inputs, emitter) =>
    emitter.node('AveragePool', inputs, window(tensor.attributes.size)),
  upsampleNearest: (tensor, [x], emitter) => {
    const { factor } = tensor.attributes;
    return emitter.node('Resize', [x!, '', emitter.floats([1, 1, factor, factor], [4])], {
      mode: 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    });
  },
  upsampleBilinear: (tensor, [x], emitter) => {
    const { factor } = tensor.attributes;
    return emitter.node('Resize', [x!, '', emitter.floats([1, 1, factor, factor], [4])], {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    });
  },
  depthToSpace: (tensor, inputs, emitter) =>
    emitter.node('DepthToSpace', inputs, { blocksize: tensor.attributes.block }),
  spaceToDepth: (tensor, inputs, emitter) =>
    emitter.node('SpaceToDepth', inputs, { blocksize: tensor.attributes.block }),
  concat: (tensor, inputs, emitter) => emitter.node('Concat', inputs, { axis: tensor.attributes.axis }),
  slice: (tensor, [x], emitter) => {
    const { starts, ends } = tensor.attributes;
    const axes = [...starts.keys()].filter((axis) => tensor.shape[axis] !== shapeOf(tensor, 0)[axis]);
    return emitter.node('Slice', [
      x!,
      emitter.integers(axes.map((axis) => starts[axis]!)),
      emitter.integers(axes.map((axis) => ends[axis]!)),
      emitter.integers(axes),
    ]);
  },
  pad: (tensor, [x], emitter) =>
    emitter.node('Pad', [x!, emitter.integers([...tensor.attributes.before, ...tensor.attributes.after])]),
  reshape: (tensor, [x], emitter) => emitter.node('Reshape', [x!, emitter.integers(tensor.shape)]),
  broadcastTo: (tensor, [x], emitter) => emitter.node('Expand', [x!, emitter.integers(tensor.shape)]),
  transpose: (tensor, inputs, emitter) =>
    emitter.node('Transpose', inputs, { perm: tensor.attributes.order }),
  gather: (_, [x, indices], emitter) =>
    emitter.node('Gather', [x!, emitter.node('Cast', [indices!], { to: DataType.int64 })], { axis: 0 }),
  gridSample: (tensor, inputs, emitter) =>
    emitter.node('GridSample', inputs, { mode: tensor.attributes.mode, align_corners: 1 }),
  matMul: plain('MatMul'),
  reduceSum: (tensor, [x], emitter) =>
    emitter.node('ReduceSum', [x!, emitter.integers(tensor.attributes.axes)], { keepdims: 1 }),
  reduceMean: (tensor, inputs, emitter) =>
    emitter.node('ReduceMean', inputs, { axes: tensor.attributes.axes, keepdims: 1 }),
  spatialDot: (tensor, [a, b], emitter) => {
    const [n, c] = dimensions(tensor, 0);
    const rows = emitter.integers([n * c, 1, elementCount(shapeOf(tensor, 0)) / (n * c)]);
    const flat = [a!, b!].map((name) => emitter.node('Reshape', [name, rows])) as [string, string];
    return emitter.node('Reshape', [multiplyTransposed(emitter, ...flat), emitter.integers([n, c, 1, 1])]);
  },
};
