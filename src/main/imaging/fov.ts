import { type Circle, convexHull, fillConvex, fitCircle, type Point } from './geometry.ts';
import type { Mask, Raster } from './raster.ts';

/** The longer side at which the field of view is looked for. */
const searchSide = 800;
/** The surround is darker than this share of the threshold that best parts dark from bright. */
const darkShare = 0.35;
/** A rim of which at least this share lies on one circle is taken for that circle. */
const roundShare = 0.6;

/**
 * Estimates the field of view: the largest bright region against the camera's black surround, without holes and
 * notches (its convex hull); where the rim is round, also what of the circle is too dark to be told from the
 * surround, but nothing beyond the straight edges that cut the circle. A photograph without a surround is field of
 * view all over.
 */
export function estimateFov(raster: Raster): Mask {
  const scale = Math.max(1, Math.ceil(Math.max(raster.width, raster.height) / searchSide));
  const small = shrinkBrightness(raster, scale);
  const threshold = otsuThreshold(small.data) * darkShare;
  const bright = { ...small, data: small.data.map((value) => (value > threshold ? 1 : 0)) };
  const hull = convexHull(
    rowEnds(largestRegion(bright)).flatMap(({ y, first, last }): Point[] => [
      [first * scale, y * scale],
      [(last + 1) * scale, y * scale],
      [first * scale, (y + 1) * scale],
      [(last + 1) * scale, (y + 1) * scale],
    ]),
  );
  if (hull.length === 0) return { ...raster, data: new Uint8Array(raster.width * raster.height).fill(1) };
  const fov = fillConvex(hull, raster.width, raster.height);
  const rim = fitCircle(rimPoints(fov));
  return rim && rim.share >= roundShare
    ? fillConvex(roundedHull(hull, rim), raster.width, raster.height)
    : fov;
}

/** The hull and what of the circle lies in its bounding box. */
function roundedHull(hull: readonly Point[], { x, y, diameter }: Circle): Point[] {
  const xs = hull.map((point) => point[0]);
  const ys = hull.map((point) => point[1]);
  const clamp = (value: number, values: number[]) =>
    Math.min(Math.max(value, Math.min(...values)), Math.max(...values));
  const arc = Array.from({ length: 720 }, (_, i): Point => {
    const angle = (i / 360) * Math.PI;
    return [x + 0.5 + (diameter / 2) * Math.cos(angle), y + 0.5 + (diameter / 2) * Math.sin(angle)];
  });
  const inside = arc.filter(([px, py]) => px === clamp(px, xs) && py === clamp(py, ys));
  return convexHull([...hull, ...inside]);
}

/** The brightest channel, averaged over blocks of scale x scale pixels (fewer at the right and lower edge). */
function shrinkBrightness({ width, height, channels, data }: Raster, scale: number): Mask {
  const newWidth = Math.ceil(width / scale);
  const newHeight = Math.ceil(height / scale);
  const sums = new Float32Array(newWidth * newHeight);
  const counts = new Float32Array(newWidth * newHeight);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / scale) * newWidth;
    for (let x = 0; x < width; x++, i += channels) {
      const block = row + Math.floor(x / scale);
      sums[block]! += channels === 1 ? data[i]! : Math.max(data[i]!, data[i + 1]!, data[i + 2]!);
      counts[block]! += 1;
    }
  }
  return { width: newWidth, height: newHeight, data: Uint8Array.from(sums, (sum, i) => sum / counts[i]!) };
}

/**
 * The circle of the camera's field of view, fitted to the rim of its mask where neither the picture's edge nor a
 * straight edge cuts it. Where no rim is to be seen, the circle is centred and as wide as the picture's longer side.
 *
 * @returns centre and diameter in pixels
 */
export function fovCircle(mask: Mask): Circle {
  const { width, height } = mask;
  const rim = fitCircle(rimPoints(mask));
  if (rim) return { x: rim.x, y: rim.y, diameter: rim.diameter };
  return { x: (width - 1) / 2, y: (height - 1) / 2, diameter: Math.max(width, height) };
}

/** The left and right ends of the rows, but for those on the picture's edge, as pixel edges. */
function rimPoints(mask: Mask): Point[] {
  return rowEnds(mask)
    .flatMap(({ y, first, last }): Point[] => [
      [first - 0.5, y],
      [last + 0.5, y],
    ])
    .filter(([x, y]) => x > 0 && x < mask.width - 1 && y > 0 && y < mask.height - 1);
}

interface RowEnds {
  readonly y: number;
  readonly first: number;
  readonly last: number;
}

/** The first and last one of each row that has any. */
function rowEnds({ width, height, data }: Mask): RowEnds[] {
  const ends: RowEnds[] = [];
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first >= 0) ends.push({ y, first, last: row.lastIndexOf(1) });
  }
  return ends;
}

/**
 * The level that maximises the variance between the classes below and above it (Otsu 1979); where several do, the
 * middle of them.
 */
function otsuThreshold(values: Uint8Array): number {
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
function largestRegion({ width, height, data }: Mask): Mask {
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
