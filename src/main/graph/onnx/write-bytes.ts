/**
 * What is written on U8 codes instead of the float32 values that they stand for. Operators that only move or choose
 * values give the same on both. Forms are those that ONNX Runtime runs fastest between its integer convolutions,
 * which keep channels last: the transpositions written here and those around the convolutions cancel out.
 */
import type { Operator, Tensor, TensorOf } from '../tensor.ts';
import { type ByteCode, type Bytes, type Emitter, isSameCode } from './emitter.ts';
import { writeRules } from './write-rules.ts';

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

/** The operators that only move or choose values; the others compute on values. */
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
