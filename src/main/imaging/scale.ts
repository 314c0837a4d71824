/** A single-channel image of real values: `data` holds width x height values, rows from the top. */
export interface ScalarMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** How large a camera shows the retina. */
export interface CameraScale {
  /** Diameter of the circular field of view in pixels. */
  readonly fovDiameter: number;
  /** Angle of the retina that this diameter spans, in degrees; null where the camera is unknown. */
  readonly fieldAngle: number | null;
}

/** Sizes closer to each other than this are taken as equal: resampling would blur more than it corrects. */
const negligible = 0.05;

/**
 * The factor by which an image is resized to show vessels as large as the network saw them in training:
 * by pixels per degree where both field angles are known, else by the diameter of the field of view alone.
 * @returns model pixels per image pixel; exactly 1 within 5 %
 */
export function scaleFactor(image: CameraScale, model: CameraScale): number {
  const byDiameter = model.fovDiameter / image.fovDiameter;
  const factor =
    image.fieldAngle !== null && model.fieldAngle !== null
      ? (byDiameter * image.fieldAngle) / model.fieldAngle
      : byDiameter;
  return Math.abs(factor - 1) < negligible ? 1 : factor;
}

/** The size in whole pixels, at least 1 x 1. */
export function scaledSize(
  size: { readonly width: number; readonly height: number },
  factor: number,
): { width: number; height: number } {
  return {
    width: Math.max(1, Math.round(size.width * factor)),
    height: Math.max(1, Math.round(size.height * factor)),
  };
}

/**
 * Resamples with a triangle filter, widened where the map shrinks: bilinear interpolation on enlarging, an
 * antialiased average on reducing. Pixel centres lie at half integers, so the corners of both maps coincide.
 */
export function resizeMap(map: ScalarMap, width: number, height: number): ScalarMap {
  if (map.width === width && map.height === height) return map;
  return resizeRows(resizeColumns(map, width), height);
}

/** For each output position the first input position and the weights of it and its successors. */
interface Taps {
  readonly first: Int32Array;
  /** count weights for each output position, adding up to 1. */
  readonly weights: Float32Array;
  readonly count: number;
}

function triangleTaps(from: number, to: number): Taps {
  const ratio = from / to;
  const radius = Math.max(1, ratio);
  const count = Math.min(from, 2 * Math.ceil(radius));
  const first = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let out = 0; out < to; out++) {
    const centre = (out + 0.5) * ratio - 0.5;
    const start = Math.min(Math.max(0, Math.floor(centre - radius) + 1), from - count);
    const row = weights.subarray(out * count, (out + 1) * count);
    for (let tap = 0; tap < count; tap++) row[tap] = Math.max(0, 1 - Math.abs(start + tap - centre) / radius);
    const sum = row.reduce((total, weight) => total + weight, 0);
    for (let tap = 0; tap < count; tap++) row[tap]! /= sum;
    first[out] = start;
  }
  return { first, weights, count };
}

function resizeColumns(map: ScalarMap, width: number): ScalarMap {
  const { first, weights, count } = triangleTaps(map.width, width);
  const data = new Float32Array(width * map.height);
  for (let y = 0; y < map.height; y++) {
    const row = y * map.width;
    for (let x = 0; x < width; x++) {
      const from = row + first[x]!;
      const taps = x * count;
      let sum = 0;
      for (let tap = 0; tap < count; tap++) sum += map.data[from + tap]! * weights[taps + tap]!;
      data[y * width + x] = sum;
    }
  }
  return { width, height: map.height, data };
}

function resizeRows(map: ScalarMap, height: number): ScalarMap {
  const { first, weights, count } = triangleTaps(map.height, height);
  const { width } = map;
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let tap = 0; tap < count; tap++) {
      const weight = weights[y * count + tap]!;
      const from = (first[y]! + tap) * width;
      for (let x = 0; x < width; x++) data[row + x]! += map.data[from + x]! * weight;
    }
  }
  return { width, height, data };
}
