import type { Mask, Raster } from '../imaging/raster.ts';
import type { ScalarMap } from '../imaging/scale.ts';

export interface OpticDisc {
  /** Its centre in pixels. */
  readonly x: number;
  readonly y: number;
  /** Grey levels by which it is brighter than what surrounds it. */
  readonly contrast: number;
}

/** Of the diameter of the field of view: a third of a disc's diameter, and four times that. */
const discScale = 0.019;
const surroundScale = 0.075;
/** Of a disc's surroundings so much must be seen. */
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
