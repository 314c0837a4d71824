/** Affine quantisation: value = scale * (code - zeroPoint) (Jacob et al. 2018, "Quantization and Training of Neural Networks"). */
import type { Attributes } from '../graph/tensor.ts';

/** The values that a tensor takes, both ends included. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export type ActivationCode = Attributes['fakeQuantize'];

/** The largest code of an activation (U8). */
export const largestByte = 255;

/** Rounds halves to even, as ONNX's QuantizeLinear does. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  // Math.round takes halves up.
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/**
 * The U8 code of a range. The range is widened to hold 0, which then has a code of its own: the padding of a
 * convolution and the floor of a ReLU are exact. Non-negative values have the zero point 0.
 */
export function activationCode({ low, high }: Range): ActivationCode {
  const [from, to] = [Math.min(low, 0), Math.max(high, 0)];
  // A tensor that is 0 everywhere may have any scale.
  const scale = Math.fround(to > from ? (to - from) / largestByte : 1);
  return { scale, zeroPoint: Math.min(largestByte, Math.max(0, roundHalfEven(-from / scale))) };
}

export interface FilterCodes {
  readonly values: Int8Array;
  /** One for each output channel. */
  readonly scales: Float32Array;
}

/**
 * Symmetric S8 codes of a filter [K, ...], a scale for each of its K output channels.
 * @param largest the largest code: 127; or 64 (`reduce_range`), so that the 16-bit sums of two products that AVX2 and
 *   AVX-512 without VNNI form do not saturate
 * @param leastScales what scales may not fall below, one for each output channel
 */
export function filterCodes(
  filter: Float32Array,
  largest: number,
  leastScales: ArrayLike<number>,
): FilterCodes {
  const channels = leastScales.length;
  const perChannel = filter.length / channels;
  const values = new Int8Array(filter.length);
  const scales = new Float32Array(channels);
  for (let k = 0; k < channels; k++) {
    const own = filter.subarray(k * perChannel, (k + 1) * perChannel);
    let magnitude = 0;
    for (let i = 0; i < perChannel; i++) magnitude = Math.max(magnitude, Math.abs(own[i]!));
    const scale = Math.fround(Math.max(magnitude / largest, leastScales[k]!) || 1);
    scales[k] = scale;
    for (let i = 0; i < perChannel; i++) {
      const code = roundHalfEven(own[i]! / scale);
      values[k * perChannel + i] = Math.max(-largest, Math.min(largest, code));
    }
  }
  return { values, scales };
}

const largestInt32 = 2 ** 31 - 1;

/** The least scales of a filter with which its bias fits into S32, with room left for the sum of products. */
export function leastFilterScales(bias: ArrayLike<number>, inputScale: number): Float64Array {
  return Float64Array.from(bias, (value) => Math.abs(value) / inputScale / (largestInt32 / 2));
}

/** A bias in units of input scale times filter scale, which is what the sums of products are counted in. */
export function biasCodes(bias: ArrayLike<number>, scales: Float32Array): Int32Array {
  return Int32Array.from(scales, (scale, k) => roundHalfEven(bias[k]! / scale));
}
