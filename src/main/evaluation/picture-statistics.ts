import type { Mask, Raster } from '../imaging/raster.ts';
import type { ScalarMap } from '../imaging/scale.ts';

/** Along a line: what alternates from pixel to pixel (a slope does not), and what does not alternate. */
const alternating = [-1 / 4, 2 / 4, -1 / 4];
const steady = [1 / 4, 2 / 4, 1 / 4];

/** Patterns of period 2: from column to column, from row to row, and as a chessboard. */
const patterns = [
  { across: alternating, down: steady, sign: (x: number, _: number) => 1 - 2 * (x % 2) },
  { across: steady, down: alternating, sign: (_: number, y: number) => 1 - 2 * (y % 2) },
  { across: alternating, down: alternating, sign: (x: number, y: number) => 1 - 2 * ((x + y) % 2) },
] as const;

/**
 * How much of a grid of period 2 a picture holds, in grey levels: the amplitude of the patterns that alternate from
 * column to column, from row to row and as a chessboard, each over all pixels whose neighbours lie inside the field of
 * view; the strongest of the three in any channel. A photograph has next to none; a generator whose sub-pixel phases
 * differ shows it ("checkerboard", Odena et al. 2016).
 */
export function gridAmplitude(picture: Raster, fov: Mask): number {
  const places = insidePixels(fov);
  if (places.length === 0) return 0;
  const amplitudes = patterns.flatMap((pattern) =>
    Array.from({ length: picture.channels }, (_, channel) => {
      let sum = 0;
      for (const place of places) sum += responseAt(picture, place, channel, pattern);
      return Math.abs(sum / places.length);
    }),
  );
  return Math.max(...amplitudes);
}

/** The indices of pixels whose eight neighbours lie in the field of view as they do. */
function insidePixels({ width, height, data }: Mask): number[] {
  const places: number[] = [];
  for (let y = 1; y + 1 < height; y++) {
    for (let x = 1; x + 1 < width; x++) {
      const rows = [y - 1, y, y + 1].map((row) => row * width + x);
      if (rows.every((at) => data[at - 1] && data[at] && data[at + 1])) places.push(y * width + x);
    }
  }
  return places;
}

function responseAt(
  { width, channels, data }: Raster,
  place: number,
  channel: number,
  { across, down, sign }: (typeof patterns)[number],
): number {
  let sum = 0;
  for (let row = 0; row < 3; row++) {
    const at = (place + (row - 1) * width) * channels + channel;
    const line =
      across[0]! * data[at - channels]! + across[1]! * data[at]! + across[2]! * data[at + channels]!;
    sum += down[row]! * line;
  }
  return sign(place % width, Math.floor(place / width)) * sum;
}

/**
 * Mean absolute difference of two pictures in grey levels, 0..255, over the channels of the pixels that lie in both
 * fields of view; 0 where there are none.
 */
export function pixelDistance(a: Raster, b: Raster, fovA: Mask, fovB: Mask = fovA): number {
  let [total, count] = [0, 0];
  for (let i = 0; i < a.data.length; i++) {
    const pixel = Math.floor(i / a.channels);
    if (!(fovA.data[pixel] && fovB.data[pixel])) continue;
    total += Math.abs(a.data[i]! - b.data[i]!);
    count++;
  }
  return count === 0 ? 0 : total / count;
}

/** Mean of `distance` over all pairs of different items; 0 where there is none. */
export function meanOfPairs<Item>(items: readonly Item[], distance: (a: Item, b: Item) => number): number {
  let [total, pairs] = [0, 0];
  items.forEach((a, i) => {
    for (const b of items.slice(i + 1)) {
      total += distance(a, b);
      pairs++;
    }
  });
  return pairs === 0 ? 0 : total / pairs;
}

export interface OpticDisc {
  /** Its centre in pixels. */
  readonly x: number;
  readonly y: number;
  /** Grey levels by which it is brighter than what surrounds it. */
  readonly contrast: number;
}

/** A third of a disc's diameter, and four times that, as parts of the diameter of the field of view. */
const discScale = 0.019;
const surroundScale = 0.075;
/** So much of a disc's surroundings must be seen. */
const leastSeen = 0.93;

/**
 * The optic disc: where red and green, smoothed at the disc's scale, rise most above their surroundings. On all 30
 * photographs 01-10 of HRF's three groups, 512 pixels wide, this is a point of the disc, exudates or not.
 * @param fovDiameter of the field of view, in pixels
 */
export function findOpticDisc({ width, height, data }: Raster, fov: Mask, fovDiameter: number): OpticDisc {
  const seen = { width, height, data: Float32Array.from(fov.data) };
  const light = seen.data.map((inside, i) => (inside * (data[3 * i]! + data[3 * i + 1]!)) / 2);
  const smooth = (values: Float32Array, scale: number) =>
    gaussianBlur({ width, height, data: values }, scale * fovDiameter).data;
  const [near, nearSeen] = [smooth(light, discScale), smooth(seen.data, discScale)];
  const [far, farSeen] = [smooth(light, surroundScale), smooth(seen.data, surroundScale)];
  let best = { at: 0, contrast: Number.NEGATIVE_INFINITY };
  for (let at = 0; at < near.length; at++) {
    if (nearSeen[at]! < leastSeen) continue;
    const contrast = near[at]! / nearSeen[at]! - far[at]! / farSeen[at]!;
    if (contrast > best.contrast) best = { at, contrast };
  }
  return { x: best.at % width, y: Math.floor(best.at / width), contrast: best.contrast };
}

/** Weighted means with a normal distribution of deviation `sigma` pixels; beyond the rim lies 0. */
function gaussianBlur({ width, height, data }: ScalarMap, sigma: number): ScalarMap {
  const reach = Math.ceil(3 * sigma);
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((a, b) => a + b);
  for (let i = 0; i < weights.length; i++) weights[i]! /= total;
  const rows = new Float32Array(data.length);
  const blurred = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    blurLine(data, rows, weights, { start: y * width, step: 1, length: width });
  for (let x = 0; x < width; x++) blurLine(rows, blurred, weights, { start: x, step: width, length: height });
  return { width, height, data: blurred };
}

interface Line {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

function blurLine(
  from: Float32Array,
  to: Float32Array,
  weights: Float32Array,
  { start, step, length }: Line,
): void {
  const reach = weights.length >> 1;
  for (let i = 0; i < length; i++) {
    let sum = 0;
    const last = Math.min(length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      sum += weights[j - i + reach]! * from[start + j * step]!;
    }
    to[start + i * step] = sum;
  }
}
