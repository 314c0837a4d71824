import {
  applyRule,
  type Operator,
  type Padding,
  type Shape,
  type Tensor,
  type TensorOf,
  topologicalOrder,
} from '../tensor.ts';
import { type ByteCode, type Bytes, type Emitter, isSameCode, ModelEmitter } from './emitter.ts';
import { DataType, encodeModel } from './schema.ts';
import { type WriteRules, writeRules } from './write-rules.ts';

/** Operator set 17: the newest in which reductions still take their axes as attributes. */
const opset = 17;
const irVersion = 9;

export interface OnnxOptions {
  /** Weights to store in the file; a parameter that is not among them becomes an input. */
  readonly weights?: ReadonlyMap<string, Float32Array>;
  /** Names for dimensions that are free at run time, by input or output: { image: ['N', null, 'H', 'W'] }. */
  readonly freeDimensions?: Readonly<Record<string, readonly (string | null)[]>>;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Inputs of whole numbers from 0 to 255 that are given as bytes, which become float32 where they are computed with. */
  readonly bytes?: readonly string[];
  /**
   * Who runs the file: ONNX Runtime on a CPU (the default), or a library of kernels for GPUs, which is given the few
   * operators of `libraryRules` in the place of their rewritings for the former.
   */
  readonly target?: 'runtime' | 'library';
}

function valueInfo(
  name: string,
  shape: Shape,
  free: readonly (string | null)[] | undefined,
  elemType: number = DataType.float,
) {
  const dim = shape.map((length, axis) => {
    const dimParam = free?.[axis];
    return dimParam ? { dimParam } : { dimValue: length };
  });
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/**
 * Writes the graph that computes `outputs` as an ONNX file. Inputs and parameters keep their names. Values are
 * float32 and the graph's shapes are fixed at those it was built with, except `freeDimensions`.
 */
export function writeOnnx(outputs: Readonly<Record<string, Tensor>>, options: OnnxOptions = {}): Uint8Array {
  const emitter = new ModelEmitter();
  const { graph } = emitter;
  const names = new Map<Tensor, string>();
  for (const tensor of topologicalOrder(Object.values(outputs))) {
    names.set(tensor, writeTensor(tensor, names, emitter, options));
  }
  for (const [name, tensor] of Object.entries(outputs)) {
    emitter.claim(name);
    // An output has its own name even where the same tensor is wanted twice or is an input.
    const input = [emitter.asValues(names.get(tensor)!)];
    graph.node.push({ name, opType: 'Identity', input, output: [name], attribute: [] });
    graph.output.push(valueInfo(name, tensor.shape, options.freeDimensions?.[name]));
  }
  return encodeModel({
    irVersion,
    producerName: 'fundus-studio',
    opsetImport: [
      { domain: '', version: opset },
      ...(options.target === 'library' ? [{ domain: libraryDomain, version: 1 }] : []),
    ],
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph,
  });
}

function writeTensor(
  tensor: Tensor,
  names: ReadonlyMap<Tensor, string>,
  emitter: ModelEmitter,
  { weights, freeDimensions, target, bytes }: OnnxOptions,
): string {
  switch (tensor.operator) {
    case 'constant':
      return emitter.floats(tensor.attributes.values, tensor.shape);
    case 'integerParameter':
      return writeIntegerParameter(tensor, emitter);
    case 'input':
    case 'parameter': {
      const { name } = tensor.attributes;
      emitter.claim(name);
      const values = tensor.operator === 'parameter' ? weights?.get(name) : undefined;
      if (values) return emitter.initializer(name, values, tensor.shape);
      const isBytes = bytes?.includes(name) ?? false;
      const type = isBytes ? DataType.uint8 : DataType.float;
      emitter.graph.input.push(valueInfo(name, tensor.shape, freeDimensions?.[name], type));
      return isBytes
        ? emitter.dequantize({ name, scale: emitter.floats([1], []), zeroPoint: emitter.byte(0) })
        : name;
    }
    default: {
      const inputs = tensor.inputs.map((x) => names.get(x)!);
      const rules = target === 'library' ? libraryRules : writeRules;
      return writeOnBytes(tensor, inputs, emitter) ?? applyRule(rules, tensor, inputs, emitter);
    }
  }
}

/** The integers under the parameter's own name, brought to float32 by a scale for each of the first axis. */
function writeIntegerParameter(
  { attributes: { name, values, scales }, shape }: TensorOf<'integerParameter'>,
  emitter: ModelEmitter,
): string {
  emitter.claim(name);
  return emitter.node(
    'DequantizeLinear',
    [emitter.initializer(name, values, shape), emitter.floats(scales, [scales.length])],
    { axis: 0 },
  );
}

export const libraryDomain = 'fundus';

const named = (operator: string) => `${libraryDomain}.${operator}`;

const window = (stride: number, { top, left, bottom, right }: Padding) => ({
  strides: [stride, stride],
  pads: [top, left, bottom, right],
});

/**
 * How operators are written for a library of kernels, such as cuDNN by way of PyTorch: those that it has under a name
 * of its own as one node of the domain `fundus`, the others as for ONNX Runtime.
 *
 * - ConvInputGradient(dy, filter, bias optional), ConvFilterGradient(x, dy): attributes as of Conv; `height` and `width`
 *   of the input
 * - Affine(x, scale, shift): x * scale + shift
 * - SpatialDot(a, b): [N,C,1,1]
 * - Step(x): `above` where x > 0, else `below`
 */
export const libraryRules: WriteRules = {
  ...writeRules,
  conv2dInputGradient: ({ attributes: { stride, padding, height, width } }, inputs, emitter) =>
    emitter.node(named('ConvInputGradient'), inputs, { ...window(stride, padding), height, width }),
  conv2dFilterGradient: ({ attributes: { stride, padding, kernel } }, inputs, emitter) =>
    emitter.node(named('ConvFilterGradient'), inputs, { ...window(stride, padding), kernel_shape: kernel }),
  affine: (_, inputs, emitter) => emitter.node(named('Affine'), inputs),
  spatialDot: (_, inputs, emitter) => emitter.node(named('SpatialDot'), inputs),
  step: ({ attributes: { below, above } }, inputs, emitter) =>
    emitter.node(named('Step'), inputs, { below, above }),
};

type ByteRules = {
  readonly [Op in Operator]?: (
    tensor: TensorOf<Op>,
    inputs: readonly string[],
    emitter: Emitter,
    code: ByteCode,
  ) => string;
};

const toChannelsLast = [0, 2, 3, 1];
const toChannelsFirst = [0, 3, 1, 2];

const transposed = (x: string, perm: readonly number[], emitter: Emitter) =>
  emitter.node('Transpose', [x], { perm });

function channelsLast(x: string, emitter: Emitter, write: (x: string) => string): string {
  return transposed(write(transposed(x, toChannelsLast, emitter)), toChannelsFirst, emitter);
}

/** Gives `x` the shape of `like` times `factors` divided by `divisors`, whatever the free dimensions are. */
function reshapeLike(
  x: string,
  like: string,
  factors: readonly number[],
  divisors: readonly number[],
  emitter: Emitter,
): string {
  const enlarged = emitter.node('Mul', [emitter.node('Shape', [like]), emitter.integers(factors)]);
  return emitter.node('Reshape', [x, emitter.node('Div', [enlarged, emitter.integers(divisors)])]);
}

/** [N,H,W,C] -> [N,fH,fW,C], each pixel f x f times. Resize takes three times as long (16 to 65 MB, two cores). */
function repeatPixels(x: string, factor: number, emitter: Emitter): string {
  const spread = emitter.node('Unsqueeze', [x, emitter.integers([2, 4])]);
  const repeated = emitter.node('Expand', [spread, emitter.integers([1, 1, factor, 1, factor, 1])]);
  return reshapeLike(repeated, x, [1, factor, factor, 1], [1, 1, 1, 1], emitter);
}

/**
 * [N,H,W,bbC] -> [N,bH,bW,C]: a transposition of rows of b C bytes. DepthToSpace takes ten times as long
 * (1.8 MB, two cores).
 */
function blocksToPixels(x: string, block: number, channels: number, emitter: Emitter): string {
  const split = emitter.node('Reshape', [x, emitter.integers([0, 0, -1, block, block * channels])]);
  const rows = transposed(split, [0, 1, 3, 2, 4], emitter);
  return reshapeLike(rows, x, [1, block, block, 1], [1, 1, 1, block * block], emitter);
}

/**
 * What is written on U8 codes instead of the float32 values that they stand for. These operators only move or choose
 * values, which gives the same on both; the others compute on values. Forms are those that ONNX Runtime runs fastest
 * between its integer convolutions, which keep channels last: the transpositions written here and those around the
 * convolutions cancel out.
 */
const byteRules: ByteRules = {
  maxPool: writeRules.maxPool,
  upsampleNearest: ({ attributes: { factor } }, [x], emitter) =>
    channelsLast(x!, emitter, (last) => repeatPixels(last, factor, emitter)),
  depthToSpace: ({ attributes: { block }, shape }, [x], emitter) =>
    channelsLast(x!, emitter, (last) => blocksToPixels(last, block, shape[1]!, emitter)),
  concat: writeRules.concat,
  slice: writeRules.slice,
  reshape: writeRules.reshape,
  pad: ({ attributes: { before, after } }, [x], emitter, { zeroPoint }) =>
    emitter.node('Pad', [x!, emitter.integers([...before, ...after]), zeroPoint]),
};

function applyByteRule<Op extends Operator>(
  tensor: TensorOf<Op>,
  inputs: readonly string[],
  emitter: Emitter,
  code: ByteCode,
): string | undefined {
  return byteRules[tensor.operator]?.(tensor, inputs, emitter, code);
}

/** The result of an operator on bytes; undefined where it must be computed on values. */
export function writeOnBytes(
  tensor: Tensor,
  inputs: readonly string[],
  emitter: Emitter,
): string | undefined {
  const [first, ...others] = inputs.map((name) => emitter.bytesOf(name));
  if (!first) return undefined;
  if (tensor.operator === 'gather') {
    const name = writeRules.gather(tensor, [first.name, inputs[1]!], emitter);
    return emitter.dequantize({ ...first, name });
  }
  const operands = [first, ...others];
  if (!operands.every((own) => own !== undefined)) return undefined;
  if (tensor.operator === 'add') return addPerChannel(tensor, inputs, operands, emitter);
  if (!operands.every((own) => isSameCode(own, first))) return undefined;
  const names = operands.map(({ name }) => name);
  const name = applyByteRule(tensor, names, emitter, first);
  return name && emitter.dequantize({ ...first, name });
}

/** The integer kernel of an addition is slow where one number is added to all pixels of a channel: they are copied first. */
function addPerChannel(
  { inputs: [a, b] }: Tensor,
  names: readonly string[],
  operands: readonly Bytes[],
  emitter: Emitter,
): string | undefined {
  const isPerChannel =
    a!.shape.length === 4 && a!.shape[1] === b!.shape[1] && b!.shape[2]! * b!.shape[3]! === 1;
  if (!isPerChannel) return undefined;
  return emitter.defer({
    asValues: () => emitter.node('Add', names),
    asBytes: ({ scale, zeroPoint }) => {
      const [planes, numbers] = operands.map((own) => ({
        ...own,
        name: transposed(own.name, toChannelsLast, emitter),
      })) as [Bytes, Bytes];
      const copies = emitter.node('Expand', [numbers.name, emitter.node('Shape', [planes.name])]);
      const sum = emitter.node('Add', [
        emitter.dequantize(planes),
        emitter.dequantize({ ...numbers, name: copies }),
      ]);
      return transposed(emitter.node('QuantizeLinear', [sum, scale, zeroPoint]), toChannelsFirst, emitter);
    },
  });
}
