import { styleSize } from '../networks/generator.ts';

/** A photograph as the generator makes it. */
export interface StyledImage {
  readonly width: number;
  readonly height: number;
  /** [3, height, width] in -1..1. */
  readonly image: Float32Array;
  /** [height, width]; the style is that of the pixels where it is 1. */
  readonly fov: Float32Array;
}

/**
 * What distinguishes photographs of one vessel tree and does not change when they are turned or mirrored: the mean
 * of each channel (3), its standard deviation (3), how much brighter green is in the centre than in the outer half
 * of the area, and the roughness of green, the standard deviation of the difference of neighbours.
 */
export function styleFeatures({ width, height, image, fov }: StyledImage): Float64Array {
  const plane = width * height;
  const channels = [0, 1, 2].map((channel) =>
    moments(image.subarray(channel * plane, (channel + 1) * plane), fov),
  );
  const green = image.subarray(plane, 2 * plane);
  return Float64Array.from([
    ...channels.map(({ mean }) => mean),
    ...channels.map(({ deviation }) => deviation),
    centreExcess(green, fov, width, height),
    roughness(green, fov, width),
  ]);
}

function moments(values: Float32Array, fov: Float32Array) {
  let [count, sum, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    count += fov[i]!;
    sum += fov[i]! * values[i]!;
    squares += fov[i]! * values[i]! ** 2;
  }
  const mean = sum / Math.max(count, 1);
  return { mean, deviation: Math.sqrt(Math.max(0, squares / Math.max(count, 1) - mean ** 2)) };
}

function centreExcess(values: Float32Array, fov: Float32Array, width: number, height: number): number {
  const sums = [0, 0];
  const counts = [1e-9, 1e-9];
  const halfArea = width ** 2 / 8;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const outer = (x - (width - 1) / 2) ** 2 + (y - (height - 1) / 2) ** 2 > halfArea ? 1 : 0;
      sums[outer]! += fov[i]! * values[i]!;
      counts[outer]! += fov[i]!;
    }
  }
  return sums[0]! / counts[0]! - sums[1]! / counts[1]!;
}

function roughness(values: Float32Array, fov: Float32Array, width: number): number {
  let [count, squares] = [0, 0];
  for (let i = 0; i + width < values.length; i++) {
    const inside = fov[i]! * fov[i + 1]! * fov[i + width]!;
    count += 2 * inside;
    squares += inside * ((values[i + 1]! - values[i]!) ** 2 + (values[i + width]! - values[i]!) ** 2);
  }
  return Math.sqrt(squares / Math.max(count, 1));
}

/** Turns features into a code that is close to standard normal over the training photographs. */
export interface StyleCoder {
  code(features: Float64Array): Float32Array;
}

/**
 * Whitens by the Cholesky factor L of the features' covariance: code = L^-1 (features - mean), of unit covariance.
 * A generator trained on such codes is given random ones by drawing from the standard normal distribution.
 * @param samples features of many photographs, more than `styleSize`
 */
export function fitStyleCoder(samples: readonly Float64Array[]): StyleCoder {
  const mean = Array.from({ length: styleSize }, (_, j) => average(samples.map((sample) => sample[j]!)));
  const factor = cholesky(covariance(samples, mean));
  return {
    code(features) {
      const code = new Float32Array(styleSize);
      for (let i = 0; i < styleSize; i++) {
        let rest = features[i]! - mean[i]!;
        for (let j = 0; j < i; j++) rest -= factor[i]![j]! * code[j]!;
        code[i] = rest / factor[i]![i]!;
      }
      return code;
    },
  };
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function covariance(samples: readonly Float64Array[], mean: readonly number[]): number[][] {
  return mean.map((_, i) =>
    mean.map((_, j) => average(samples.map((sample) => (sample[i]! - mean[i]!) * (sample[j]! - mean[j]!)))),
  );
}

/** The lower triangular L with L L^T = matrix. */
function cholesky(matrix: readonly number[][]): number[][] {
  const factor = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!;
      // Features that hardly vary, or only together, would otherwise be divided by 0.
      factor[i]![j] = i === j ? Math.sqrt(Math.max(rest, 1e-8)) : rest / factor[j]![j]!;
    }
  }
  return factor;
}
