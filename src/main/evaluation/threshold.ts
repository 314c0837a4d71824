import { checkPair, type SegmentationPair, scoresOf } from './segmentation-metrics.ts';

/** Thresholds are tried at k / 256, 0 < k < 256. */
const levels = 256;

/** An image's F1 inside the field of view at every threshold k / 256; entry 0 stands for threshold 0. */
export function f1Curve(pair: SegmentationPair): Float64Array {
  checkPair(pair);
  const { background, vessel } = countLevels(pair);
  const all = sum(background);
  const vessels = sum(vessel);
  const curve = new Float64Array(levels);
  let falsePositives = 0;
  let truePositives = 0;
  for (let level = levels - 1; level >= 0; level--) {
    falsePositives += background[level]!;
    truePositives += vessel[level]!;
    curve[level] = scoresOf({
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
  let best: BestThreshold = { threshold: 1 / levels, f1: -1 };
  for (let level = 1; level < levels; level++) {
    const f1 = curves.reduce((total, curve) => total + curve[level]!, 0) / curves.length;
    if (f1 > best.f1) best = { threshold: level / levels, f1 };
  }
  return best;
}

/** Counts pixels by floor(256 p): a pixel reaches the threshold k / 256 exactly when its level reaches k. */
function countLevels({ probability, truth, fov }: SegmentationPair) {
  const counts = [new Uint32Array(levels), new Uint32Array(levels)] as const;
  for (let i = 0; i < fov.data.length; i++) {
    if (fov.data[i] !== 1) continue;
    const level = Math.min(levels - 1, Math.floor(probability.data[i]! * levels));
    counts[truth.data[i] === 1 ? 1 : 0][level]!++;
  }
  return { background: counts[0], vessel: counts[1] };
}

function sum(values: Uint32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
