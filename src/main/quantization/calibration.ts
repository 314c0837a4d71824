import type { Calibrator } from '../../shared/api/quantization.ts';
import { type OnnxOptions, writeOnnx } from '../graph/onnx/write.ts';
import type { Weights } from '../graph/passes/fold.ts';
import type { Outputs } from '../graph/passes/rewrite.ts';
import type { Tensor } from '../graph/tensor.ts';
import { createSession, type NetworkSession, type SessionOptions } from '../runtime/session.ts';
import { type ActivationCode, activationCode, largestByte, type Range } from './arithmetic.ts';
import type { CodeGroups } from './layers.ts';

/** A network in the graph's form, with what its file says besides. */
export interface Network {
  readonly outputs: Outputs;
  readonly weights: Weights;
  readonly freeDimensions: NonNullable<OnnxOptions['freeDimensions']>;
}

/** A float32 network that counts the values of its tensors while it runs. */
export interface ObservedNetwork {
  /** Like any session of the network, so that inference itself prepares what is observed. The caller releases it. */
  readonly session: NetworkSession;
  /** The codes of the observed groups, by the values seen so far. */
  codes(calibrator: Calibrator): (group: Tensor) => ActivationCode;
}

/** @param observed the groups of tensors to observe */
export async function observeNetwork(
  { outputs, weights, freeDimensions }: Network,
  groups: CodeGroups,
  observed: ReadonlySet<Tensor>,
  options: SessionOptions,
): Promise<ObservedNetwork> {
  const histograms = new Map([...observed].map((group) => [group, new Histogram()]));
  const taps = [...observed].flatMap((group) => groups.members(group).map((tensor) => ({ group, tensor })));
  const tapName = (index: number) => `observed ${index}`;
  const tapOutputs = Object.fromEntries(taps.map(({ tensor }, index) => [tapName(index), tensor]));
  const free = freeShapes(taps.map(({ tensor }) => tensor));
  const session = await createSession(
    writeOnnx(
      { ...outputs, ...tapOutputs },
      {
        weights,
        freeDimensions: {
          ...freeDimensions,
          ...Object.fromEntries(free.map((dims, i) => [tapName(i), dims])),
        },
      },
    ),
    options,
  );
  const run: NetworkSession['run'] = async (feeds, names = Object.keys(outputs)) => {
    const results = await session.run(feeds);
    for (const [index, { group }] of taps.entries()) {
      histograms.get(group)!.add(results[tapName(index)]!.data);
    }
    return Object.fromEntries(names.map((name) => [name, results[name]!]));
  };
  return {
    session: { ...session, run },
    codes: (calibrator) => {
      const codes = new Map(
        [...histograms].map(([group, own]) => [group, activationCode(calibratedRange(own, calibrator))]),
      );
      return (group) => {
        const code = codes.get(group);
        if (!code) throw new Error(`a ${group.operator} was not observed`);
        return code;
      };
    },
  };
}

/** All dimensions of a tap are free; each has a name of its own, for nothing is known of how they relate. */
function freeShapes(tensors: readonly Tensor[]): string[][] {
  return tensors.map(({ shape }, index) => shape.map((_, axis) => `observed ${index} ${axis}`));
}

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

/** Kullback-Leibler divergence of q from p, both scaled to 1; what q lacks of p counts as next to nothing. */
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

/** Bins on each side of 0. */
const binCount = 4096;

/**
 * Counts values in equal bins on both sides of 0. The bins are as wide as a power of two, and twice as wide whenever
 * a value lies beyond the last: neighbours are then merged, so that nothing depends on the order of the values.
 */
export class Histogram {
  #low = 0;
  #high = 0;
  #binWidth = 2 ** -40;
  #negative = new Float64Array(binCount);
  #positive = new Float64Array(binCount);

  add(values: Float32Array): void {
    this.#cover(values);
    const perValue = 1 / this.#binWidth;
    const [negative, positive] = [this.#negative, this.#positive];
    for (let i = 0; i < values.length; i++) {
      const position = values[i]! * perValue;
      if (position >= 0) positive[position | 0]!++;
      else negative[-position | 0]!++;
    }
  }

  /** The smallest and the largest value, and 0. */
  get range(): Range {
    return { low: this.#low, high: this.#high };
  }

  get binWidth(): number {
    return this.#binWidth;
  }

  /** Bin k counts the values from -(k + 1) to -k bin widths. */
  get negative(): Readonly<Float64Array> {
    return this.#negative;
  }

  /** Bin k counts the values from k to k + 1 bin widths. */
  get positive(): Readonly<Float64Array> {
    return this.#positive;
  }

  #cover(values: Float32Array): void {
    let [low, high] = [this.#low, this.#high];
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    [this.#low, this.#high] = [low, high];
    while (Math.max(high, -low) >= binCount * this.#binWidth) this.#widen();
  }

  #widen(): void {
    this.#binWidth *= 2;
    this.#negative = mergePairs(this.#negative);
    this.#positive = mergePairs(this.#positive);
  }
}

function mergePairs(bins: Float64Array): Float64Array<ArrayBuffer> {
  const merged = new Float64Array(binCount);
  for (let i = 0; i < binCount; i++) merged[i >> 1]! += bins[i]!;
  return merged;
}
