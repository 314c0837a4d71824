import { FundusError } from '../../shared/errors.ts';
import { readOnnx } from '../graph/onnx/read.ts';
import { writeOnnx } from '../graph/onnx/write.ts';
import { foldBatchNorm } from '../graph/passes/fold.ts';
import { padChannels } from '../graph/passes/pad-channels.ts';
import { toSubPixel } from '../graph/passes/sub-pixel.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { ActivationCode } from './arithmetic.ts';
import type { Network } from './calibration.ts';
import { type CodeGroups, groupCodes, integerLayers, type Layer } from './layers.ts';
import { quantizeNetwork, requiredGroups } from './quantize.ts';

/** A network brought, by exact rewriting, to the form that integer kernels run fastest. */
export interface PreparedNetwork extends Network {
  readonly groups: CodeGroups;
  /** All that can be computed with integers, from input to output. */
  readonly layers: readonly Layer[];
  /** The groups of tensors whose ranges calibration must find. */
  readonly required: ReadonlySet<Tensor>;
}

/** What ONNX Runtime's fast integer convolution takes. */
const channelCounts = { multiple: 4, leastOutputs: 16 };
/** Networks can halve it eight times and more than one pixel is left. */
const defaultSide = 512;

/**
 * Reads a float32 network for quantisation: batch normalisation is folded, transposed convolutions become sub-pixel
 * ones, channels are padded.
 * @param side height and width of the graph where the file leaves them free, as the integer file does
 * @throws FundusError 'bad-model' when it cannot be read, or has no layer to quantise
 */
export function prepareNetwork(onnx: Uint8Array, side = defaultSide): PreparedNetwork {
  const read = readOnnx(onnx, { dimensions: { N: 1, H: side, W: side } });
  const folded = foldBatchNorm(read.outputs, read.weights);
  const subPixel = toSubPixel(folded.outputs, folded.weights);
  const { outputs, weights } = padChannels(subPixel.outputs, subPixel.weights, channelCounts);
  const groups = groupCodes(outputs);
  const layers = integerLayers(outputs, weights);
  if (layers.length === 0) throw new FundusError('bad-model', 'the network has no convolution to quantise');
  const all = new Set(layers.map(({ tensor }) => tensor));
  const required = requiredGroups(outputs, weights, { layers: all, groups });
  return { outputs, weights, freeDimensions: read.freeDimensions, groups, layers, required };
}

export interface IntegerOptions {
  readonly codeOf: (group: Tensor) => ActivationCode;
  /** Filters in 7 bits instead of 8, for processors whose 16-bit sums would saturate. */
  readonly reduceRange: boolean;
}

/** The network as an ONNX file in which these layers, and what lies between them, are integers. */
export function writeIntegerNetwork(
  { outputs, weights, freeDimensions, groups }: PreparedNetwork,
  layers: readonly Layer[],
  { codeOf, reduceRange }: IntegerOptions,
): Uint8Array {
  const quantized = quantizeNetwork(outputs, weights, {
    layers: new Set(layers.map(({ tensor }) => tensor)),
    groups,
    codeOf,
    largestFilterCode: reduceRange ? 64 : 127,
  });
  return writeOnnx(quantized, { weights, freeDimensions });
}
