import { conv2d, depthToSpace, parameter, slice } from '../operators.ts';
import type { Attributes, Tensor, TensorOf } from '../tensor.ts';
import { type FoldedNetwork, usedWeights, type Weights } from './fold.ts';
import { countUses, type Outputs, rewrite } from './rewrite.ts';

/**
 * Writes transposed convolutions of stride s as a convolution of stride 1 to s x s times the channels, and
 * depthToSpace, exactly (Shi et al. 2016, "Is the deconvolution layer the same as a convolutional layer?"): ONNX
 * Runtime has no integer kernel for ConvTranspose. Filter and bias keep their names. One of stride 1, or whose
 * weights are shared or not in `weights`, is left as it is.
 */
export function toSubPixel(outputs: Outputs, weights: Weights): FoldedNetwork {
  const uses = countUses(outputs);
  const changed = new Map<string, Float32Array>();
  const renewed = rewrite(outputs, (tensor, [dy]) => {
    if (tensor.operator !== 'conv2dInputGradient' || tensor.attributes.stride === 1) return undefined;
    const [filter, bias] = tensor.inputs.slice(1).map((own) => {
      const values = own.operator === 'parameter' && uses.get(own) === 1 && weights.get(own.attributes.name);
      return values ? { name: own.attributes.name, shape: own.shape, values } : undefined;
    });
    if (!filter || (tensor.inputs.length > 2 && !bias)) return undefined;
    const phases = phaseFilters(filter.values, filter.shape, tensor.attributes);
    changed.set(filter.name, phases.values);
    if (bias) changed.set(bias.name, repeated(bias.values, tensor.attributes.stride ** 2));
    return assemble(
      dy!,
      parameter(filter.name, phases.shape),
      bias && parameter(bias.name, phases.shape.slice(0, 1)),
      phases,
      tensor,
    );
  });
  return { outputs: renewed, weights: usedWeights(renewed, new Map([...weights, ...changed])) };
}

const repeated = (values: Float32Array, times: number) =>
  Float32Array.from({ length: values.length * times }, (_, index) => values[index % values.length]!);

/** Along one axis: how the pixels y of the result fall into blocks of s, and which rows of dy each block is made of. */
interface Alignment {
  /** Pixel y is number (y + shift) % s of block (y + shift) / s. */
  readonly shift: number;
  /** Relative to the number of the block. */
  readonly first: number;
  readonly last: number;
}

/**
 * Row y of the result is the sum over i of dy[i] times tap y + padding - s i of the filter. With y = s q + phase -
 * shift and i = q + offset the tap is phase + padding - shift - s offset, which lies in 0..taps-1 for these offsets.
 * With a shift of the padding the blocks are made of the fewest rows: 2 instead of 3 for the usual 4 taps, stride 2
 * and padding 1, less than half of the products, but a row at either end is computed in vain and cut off.
 */
function alignment(taps: number, stride: number, padding: number): Alignment {
  const [whole, cut] = [0, padding % stride].map((shift) => ({
    shift,
    first: Math.ceil((padding - shift - taps + 1) / stride),
    last: Math.floor((stride - 1 + padding - shift) / stride),
  })) as [Alignment, Alignment];
  return cut.last - cut.first < whole.last - whole.first ? cut : whole;
}

interface Phases {
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number, number];
  readonly rows: Alignment;
  readonly columns: Alignment;
}

/** From a filter [K,C,R,S] of dy's K channels to one [s s C, K, r, s], its outputs in the order of depthToSpace. */
function phaseFilters(
  filter: Float32Array,
  [k, c, tapRows, tapColumns]: readonly number[],
  { stride, padding }: Attributes['conv2dInputGradient'],
): Phases {
  const rows = alignment(tapRows!, stride, padding.top);
  const columns = alignment(tapColumns!, stride, padding.left);
  const [height, width] = [rows.last - rows.first + 1, columns.last - columns.first + 1];
  const shape = [stride * stride * c!, k!, height, width] as const;
  const values = new Float32Array(shape.reduce((a, b) => a * b));
  const tapOf = (phase: number, place: number) => {
    const y = Math.floor(phase / stride) + padding.top - rows.shift;
    const x = (phase % stride) + padding.left - columns.shift;
    const row = y - stride * (rows.first + Math.floor(place / width));
    const column = x - stride * (columns.first + (place % width));
    const isInside = row >= 0 && row < tapRows! && column >= 0 && column < tapColumns!;
    return isInside ? row * tapColumns! + column : undefined;
  };
  const size = height * width;
  for (let phase = 0; phase < stride * stride; phase++) {
    const taps = Array.from({ length: size }, (_, place) => tapOf(phase, place));
    for (let channel = 0; channel < c!; channel++) {
      for (let input = 0; input < k!; input++) {
        const from = (input * c! + channel) * tapRows! * tapColumns!;
        const to = ((phase * c! + channel) * k! + input) * size;
        for (let place = 0; place < size; place++) {
          const tap = taps[place];
          if (tap !== undefined) values[to + place] = filter[from + tap]!;
        }
      }
    }
  }
  return { values, shape, rows, columns };
}

/** The convolution over as many blocks as the result has whole or begun, cut to the size of the result. */
function assemble(
  dy: Tensor,
  filter: Tensor,
  bias: Tensor | undefined,
  { rows, columns }: Phases,
  { shape, attributes: { stride } }: TensorOf<'conv2dInputGradient'>,
): Tensor {
  const [, , h, w] = dy.shape as [number, number, number, number];
  const [, , height, width] = shape as [number, number, number, number];
  const blocks = (length: number, { shift }: Alignment) => Math.ceil((length + shift) / stride);
  const y = conv2d(dy, filter, {
    padding: {
      top: -rows.first,
      left: -columns.first,
      bottom: blocks(height, rows) - h + rows.last,
      right: blocks(width, columns) - w + columns.last,
    },
    ...(bias ? { bias } : {}),
  });
  const pixels = depthToSpace(y, stride);
  const isWhole = pixels.shape[2] === height && pixels.shape[3] === width;
  const start = [0, 0, rows.shift, columns.shift];
  if (isWhole) return pixels;
  return slice(
    pixels,
    start,
    shape.map((length, axis) => start[axis]! + length),
  );
}
