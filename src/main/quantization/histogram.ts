import type { Range } from './arithmetic.ts';

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
