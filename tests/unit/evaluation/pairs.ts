import type { SegmentationPair } from '../../../src/main/evaluation/segmentation-metrics.ts';
import { random } from '../random.ts';

/** A noisy but informative segmentation, many of its values tied, inside a ragged field of view. */
export function noisyPair(seed: number, width = 60, height = 40): SegmentationPair {
  const next = random(seed);
  const size = width * height;
  const truth = { width, height, data: Uint8Array.from({ length: size }, () => (next() < 0.15 ? 1 : 0)) };
  const fov = { width, height, data: Uint8Array.from({ length: size }, () => (next() < 0.8 ? 1 : 0)) };
  const value = (vessel: number) => {
    const p = Math.min(1, Math.max(0, 0.2 + 0.3 * vessel + 0.6 * (next() - 0.3)));
    return next() < 0.5 ? Math.round(p * 20) / 20 : p ** 6;
  };
  return {
    probability: { width, height, data: Float32Array.from(truth.data, value) },
    truth,
    fov,
  };
}

/** The pixels that count, as plain pairs: the independent computations in the tests start from these. */
export function pixelsInside({
  probability,
  truth,
  fov,
}: SegmentationPair): { p: number; vessel: boolean }[] {
  return Array.from(probability.data, (p, i) => ({
    p,
    vessel: truth.data[i] === 1,
    inside: fov.data[i] === 1,
  }))
    .filter(({ inside }) => inside)
    .map(({ p, vessel }) => ({ p, vessel }));
}
