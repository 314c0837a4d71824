import type { Mask } from './raster.ts';

/**
 * The level that maximises the variance between the classes below and above it (Otsu 1979); where several do, the
 * middle of them.
 */
export function otsuThreshold(values: Uint8Array): number {
  const histogram = new Float64Array(256);
  for (const value of values) histogram[value]! += 1;
  const total = histogram.reduce((sum, count, value) => sum + count * value, 0);
  let [first, last, bestVariance, below, belowSum] = [0, 0, 0, 0, 0];
  for (let level = 0; level < 255; level++) {
    below += histogram[level]!;
    belowSum += histogram[level]! * level;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (belowSum / below - (total - belowSum) / above) ** 2;
    if (variance > bestVariance) [first, bestVariance] = [level, variance];
    if (variance === bestVariance) last = level;
  }
  return (first + last) / 2;
}

/** The largest 4-connected region of ones, as ones; nothing when there is none. */
export function largestRegion({ width, height, data }: Mask): Mask {
  const labels = new Int32Array(data.length);
  let [largest, largestSize] = [0, 0];
  for (let seed = 0, label = 1; seed < data.length; seed++) {
    if (!data[seed] || labels[seed]) continue;
    const size = floodFill(data, labels, width, seed, label);
    if (size > largestSize) [largest, largestSize] = [label, size];
    label++;
  }
  return {
    width,
    height,
    data: Uint8Array.from(labels, (label) => (label > 0 && label === largest ? 1 : 0)),
  };
}

/** Labels the region of ones around `seed`; returns its size in pixels. */
function floodFill(data: Uint8Array, labels: Int32Array, width: number, seed: number, label: number): number {
  const pending = [seed];
  let size = 0;
  const visit = (at: number) => {
    if (!data[at] || labels[at]) return;
    labels[at] = label;
    pending.push(at);
    size++;
  };
  visit(pending.pop()!);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    visit(at - width);
    visit(at + width);
  }
  return size;
}
