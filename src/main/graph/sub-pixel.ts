import { type FoldedNetwork, usedWeights, type Weights } from './fold.ts';
import { conv2d, depthToSpace, parameter, slice } from './operators.ts';
import { countUses, type Outputs, rewrite } from './rewrite.ts';
import type { Attributes, Tensor, TensorOf } from './tensor.ts';

/**
 * Writes transposed convolutions of stride s as a convolution of stride 1 to s x s times the channels, and
 * depthToSpace, exactly (Shi et al. 2016, "Is the deconvolution layer the same as a convolutional layer?"): ONNX
 * Runtime has no integer kernel for ConvTranspose. The filter keeps its name. One of stride 1, or whose filter is
 * shared or not in `weights`, is left as it is.
 */
export function toSubPixel(outputs: Outputs, weights: Weights): FoldedNetwork {
  const uses = countUses(outputs);
  const changed = new Map<string, Float32Array>();
  const renewed = rewrite(outputs, (tensor, [dy]) => {
    if (tensor.operator !== 'conv2dInputGradient' || tensor.attributes.stride === 1) return undefined;
    const filter = tensor.inputs[1]!;
    if (filter.operator !== 'parameter' || uses.get(filter) !== 1) return undefined;
    const { name } = filter.attributes;
    const values = weights.get(name);
    if (!values) return undefined;
    const phases = phaseFilters(values, filter.shape, tensor.attributes);
    changed.set(name, phases.values);
    return assemble(dy!, parameter(name, phases.shape), phases, tensor);
  });
  return { outputs: renewed, weights: usedWeights(renewed, new Map([...weights, ...changed])) };
}

/** Along one axis: which rows of dy the pixels s q .. s q + s - 1 depend on, relative to q. */
interface Reach {
  readonly first: number;
  readonly last: number;
}

/**
 * Row y of the result is the sum over i of dy[i] times tap y + padding - s i of the filter. With y = s q + phase and
 * i = q + offset the tap is phase + padding - s offset, which lies in 0..taps-1 for these offsets.
 */
function reachOf(taps: number, stride: number, padding: number): Reach {
  const last = Math.floor((stride - 1 + padding) / stride);
  return { first: Math.ceil((padding - taps + 1) / stride), last };
}

interface Phases {
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number, number];
  readonly rows: Reach;
  readonly columns: Reach;
}

/** From a filter [K,C,R,S] of dy's K channels to one [s s C, K, r, s], its outputs in the order of depthToSpace. */
function phaseFilters(
  filter: Float32Array,
  [k, c, tapRows, tapColumns]: readonly number[],
  { stride, padding }: Attributes['conv2dInputGradient'],
): Phases {
  const rows = reachOf(tapRows!, stride, padding.top);
  const columns = reachOf(tapColumns!, stride, padding.left);
  const [height, width] = [rows.last - rows.first + 1, columns.last - columns.first + 1];
  const shape = [stride * stride * c!, k!, height, width] as const;
  const values = new Float32Array(shape.reduce((a, b) => a * b));
  let at = 0;
  for (let output = 0; output < shape[0]; output++) {
    const channel = output % c!;
    const phase = Math.floor(output / c!);
    for (let input = 0; input < k!; input++) {
      for (let offsetY = rows.first; offsetY <= rows.last; offsetY++) {
        for (let offsetX = columns.first; offsetX <= columns.last; offsetX++, at++) {
          const y = Math.floor(phase / stride) + padding.top - stride * offsetY;
          const x = (phase % stride) + padding.left - stride * offsetX;
          if (y < 0 || y >= tapRows! || x < 0 || x >= tapColumns!) continue;
          values[at] = filter[((input * c! + channel) * tapRows! + y) * tapColumns! + x]!;
        }
      }
    }
  }
  return { values, shape, rows, columns };
}

/** The convolution over as many q as the result has whole or begun blocks, cut to the size of the result. */
function assemble(
  dy: Tensor,
  filter: Tensor,
  { rows, columns }: Phases,
  { shape, attributes: { stride } }: TensorOf<'conv2dInputGradient'>,
): Tensor {
  const [, , h, w] = dy.shape as [number, number, number, number];
  const [, , height, width] = shape as [number, number, number, number];
  const y = conv2d(dy, filter, {
    padding: {
      top: -rows.first,
      left: -columns.first,
      bottom: Math.ceil(height / stride) - h + rows.last,
      right: Math.ceil(width / stride) - w + columns.last,
    },
  });
  const pixels = depthToSpace(y, stride);
  const isWhole = pixels.shape[2] === height && pixels.shape[3] === width;
  return isWhole ? pixels : slice(pixels, [0, 0, 0, 0], shape);
}
