import type { Calibrator } from '../../shared/api/quantization.ts';
import { largestByte, type Range } from './arithmetic.ts';
import type { Histogram } from './histogram.ts';

/** The range whose ends become the first and the last code of a tensor with these values. */
export function calibratedRange(histogram: Histogram, calibrator: Calibrator): Range {
  return rangeOf[calibrator](histogram);
}

/** The share of values within the range of the percentile calibrator, in percent: ONNX Runtime's. */
const percentile = 99.999;

const rangeOf: Record<Calibrator, (histogram: Histogram) => Range> = {
  'min-max': ({ range }) => range,
  percentile: (histogram) => percentileRange(histogram, percentile),
  entropy: entropyRange,
};

/** Leaves the same share of values out at either end (Wu et al. 2020, "Integer Quantization for Deep Learning Inference"). */
export function percentileRange(histogram: Histogram, percent: number): Range {
  const { negative, positive, binWidth, range } = histogram;
  const leftOut = (sum(negative) + sum(positive)) * (1 - percent / 100) * 0.5;
  return clip(range, -reach(negative, leftOut) * binWidth, reach(positive, leftOut) * binWidth);
}

/** The number of bins, counted from 0, beyond which no more than `leftOut` values lie. */
function reach(bins: Readonly<Float64Array>, leftOut: number): number {
  let beyond = 0;
  for (let bin = bins.length - 1; bin >= 0; bin--) {
    beyond += bins[bin]!;
    if (beyond > leftOut) return bin + 1;
  }
  return 0;
}

/**
 * The clipping of magnitudes that loses the least information (Migacz 2017, "8-bit Inference with TensorRT"): the
 * clipped distribution, what is beyond counted at its end, and its image in as many steps as there are codes differ
 * by the least Kullback-Leibler divergence. Bin 0 is left out: zeros of ReLUs and padding are exact in any code.
 */
export function entropyRange(histogram: Histogram): Range {
  const { negative, positive, binWidth, range } = histogram;
  const magnitudes = positive.map((count, bin) => (bin === 0 ? 0 : count + negative[bin]!));
  const codes = range.low < 0 ? (largestByte + 1) / 2 : largestByte + 1;
  const used = magnitudes.findLastIndex((count) => count > 0) + 1;
  if (used <= codes) return range;
  let best = { bins: used, divergence: Number.POSITIVE_INFINITY };
  const step = Math.ceil((used - codes) / 256);
  for (let bins = used; bins >= codes; bins -= step) {
    const divergence = clippingDivergence(magnitudes.subarray(0, used), bins, codes);
    if (divergence < best.divergence) best = { bins, divergence };
  }
  return clip(range, -best.bins * binWidth, best.bins * binWidth);
}

function clippingDivergence(counts: Readonly<Float64Array>, bins: number, codes: number): number {
  const clipped = counts.slice(0, bins);
  const quantized = inSteps(clipped, codes);
  clipped[bins - 1]! += sum(counts.subarray(bins));
  return divergence(clipped, quantized);
}

/** Each step's values spread evenly over those of its bins that have some. */
function inSteps(counts: Float64Array, steps: number): Float64Array {
  const spread = new Float64Array(counts.length);
  for (let step = 0; step < steps; step++) {
    const start = Math.floor((step * counts.length) / steps);
    const end = Math.floor(((step + 1) * counts.length) / steps);
    const own = counts.subarray(start, end);
    const filled = own.reduce((number, count) => number + (count > 0 ? 1 : 0), 0);
    const mean = filled > 0 ? sum(own) / filled : 0;
    for (let bin = start; bin < end; bin++) spread[bin] = counts[bin]! > 0 ? mean : 0;
  }
  return spread;
}

/** Of q from p, after both are scaled to 1; where q lacks what p has it counts as next to nothing. */
function divergence(p: Float64Array, q: Float64Array): number {
  const [totalP, totalQ] = [sum(p), sum(q)];
  let total = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i] === 0) continue;
    const share = p[i]! / totalP;
    total += share * Math.log(share / Math.max(q[i]! / totalQ, 1e-12));
  }
  return total;
}

const clip = (range: Range, low: number, high: number): Range => ({
  low: Math.max(range.low, low),
  high: Math.min(range.high, high),
});

const sum = (values: Readonly<Float64Array>) => values.reduce((a, b) => a + b, 0);
