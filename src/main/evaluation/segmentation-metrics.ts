import { FundusError } from '../../shared/errors.ts';
import type { Mask } from '../imaging/raster.ts';
import type { ScalarMap } from '../imaging/scale.ts';

/** What a segmenter said of one image, and what is true of it: three maps of one size. */
export interface SegmentationPair {
  /** Probability of a vessel, 0..1. */
  readonly probability: ScalarMap;
  readonly truth: Mask;
  /** Only pixels inside the field of view count. */
  readonly fov: Mask;
}

/** Pixels inside the field of view; a pixel is taken as vessel when its probability reaches the threshold. */
export interface ConfusionCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** All in 0..1. */
export interface SegmentationScores {
  /** Dice: 2 TP / (2 TP + FP + FN); 1 when neither mask has a vessel. */
  readonly f1: number;
  /** TP / (TP + FN); 1 when there is no vessel to find. */
  readonly sensitivity: number;
  /** TN / (TN + FP); 1 when every pixel is vessel. */
  readonly specificity: number;
  /** (TP + TN) / all. */
  readonly accuracy: number;
}

/** @throws FundusError 'size-mismatch', or 'no-data' when the field of view is empty */
export function countConfusion(pair: SegmentationPair, threshold: number): ConfusionCounts {
  checkPair(pair);
  const counts = new Uint32Array(4);
  const { probability, truth, fov } = pair;
  for (let i = 0; i < fov.data.length; i++) {
    if (fov.data[i] === 1) counts[2 * truth.data[i]! + (probability.data[i]! >= threshold ? 1 : 0)]!++;
  }
  return {
    trueNegatives: counts[0]!,
    falsePositives: counts[1]!,
    falseNegatives: counts[2]!,
    truePositives: counts[3]!,
  };
}

export function scoresOf(counts: ConfusionCounts): SegmentationScores {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts;
  const all = truePositives + falsePositives + trueNegatives + falseNegatives;
  return {
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    sensitivity: ratio(truePositives, truePositives + falseNegatives),
    specificity: ratio(trueNegatives, trueNegatives + falsePositives),
    accuracy: ratio(truePositives + trueNegatives, all),
  };
}

/** Each score's mean over images. */
export function meanScores(images: readonly SegmentationScores[]): SegmentationScores {
  const mean = (key: keyof SegmentationScores) =>
    images.reduce((sum, scores) => sum + scores[key], 0) / images.length;
  return {
    f1: mean('f1'),
    sensitivity: mean('sensitivity'),
    specificity: mean('specificity'),
    accuracy: mean('accuracy'),
  };
}

/** @throws FundusError 'size-mismatch', or 'no-data' when the field of view is empty */
export function checkPair({ probability, truth, fov }: SegmentationPair): void {
  for (const map of [truth, fov]) {
    if (map.width !== probability.width || map.height !== probability.height) {
      throw new FundusError(
        'size-mismatch',
        `expected a mask of ${probability.width} x ${probability.height} pixels, found ${map.width} x ${map.height}`,
      );
    }
  }
  if (!fov.data.includes(1)) throw new FundusError('no-data', 'the field of view is empty');
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

/** Thresholds are tried at k / 256, 0 < k < 256. */
const steps = 256;

/** An image's F1 inside the field of view at every threshold k / 256; entry 0 stands for threshold 0. */
export function f1Curve(pair: SegmentationPair): Float64Array {
  checkPair(pair);
  const { background, vessel } = countSteps(pair);
  const all = sum(background);
  const vessels = sum(vessel);
  const curve = new Float64Array(steps);
  let falsePositives = 0;
  let truePositives = 0;
  for (let step = steps - 1; step >= 0; step--) {
    falsePositives += background[step]!;
    truePositives += vessel[step]!;
    curve[step] = scoresOf({
      truePositives,
      falsePositives,
      trueNegatives: all - falsePositives,
      falseNegatives: vessels - truePositives,
    }).f1;
  }
  return curve;
}

export interface BestThreshold {
  readonly threshold: number;
  /** The mean over the images of their F1 at this threshold. */
  readonly f1: number;
}

/** The threshold at which the mean F1 of the images with these curves is highest; the lowest of equals. */
export function bestThreshold(curves: readonly Float64Array[]): BestThreshold {
  let best: BestThreshold = { threshold: 1 / steps, f1: -1 };
  for (let step = 1; step < steps; step++) {
    const f1 = curves.reduce((total, curve) => total + curve[step]!, 0) / curves.length;
    if (f1 > best.f1) best = { threshold: step / steps, f1 };
  }
  return best;
}

/** Counts pixels by floor(256 p): a pixel reaches the threshold k / 256 exactly when its step reaches k. */
function countSteps({ probability, truth, fov }: SegmentationPair) {
  const counts = [new Uint32Array(steps), new Uint32Array(steps)] as const;
  for (let i = 0; i < fov.data.length; i++) {
    if (fov.data[i] !== 1) continue;
    const step = Math.min(steps - 1, Math.floor(probability.data[i]! * steps));
    counts[truth.data[i] === 1 ? 1 : 0][step]!++;
  }
  return { background: counts[0], vessel: counts[1] };
}

function sum(values: Uint32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
