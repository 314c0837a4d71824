import type { Schedule } from '../../shared/training-settings.ts';

/** What remains of the peak at the end of a cosine. */
const cosineEnd = 1e-3;
const oneCycleWarmUp = 0.15;
const cosineWarmUp = 0.02;
const decayShare = 0.4;
const decayEnd = 0.03;

/** From 1 at 0 to 0 at 1. */
const halfCosine = (share: number) => (1 + Math.cos(Math.PI * share)) / 2;

/** Linear from peak / 25 to the peak over the first `warmUp` of all steps, then a half cosine to 1e-3 of the peak. */
function warmUpThenCosine(progress: number, warmUp: number): number {
  if (progress < warmUp) return 0.04 + (0.96 * progress) / warmUp;
  return cosineEnd + (1 - cosineEnd) * halfCosine((progress - warmUp) / (1 - warmUp));
}

const shareOfPeak: Record<Schedule, (progress: number) => number> = {
  'one-cycle': (progress) => warmUpThenCosine(progress, oneCycleWarmUp),
  cosine: (progress) => warmUpThenCosine(progress, cosineWarmUp),
  'linear-decay': (progress) => {
    const decayed = Math.max(0, progress - (1 - decayShare)) / decayShare;
    return 1 - (1 - decayEnd) * decayed;
  },
};

/**
 * The learning rate of a step, 1..steps.
 * - `one-cycle` (Smith and Topin 2018): up over the first 15 % of the steps, then a cosine down to 1e-3 of the peak;
 * - `cosine` (Loshchilov and Hutter 2017, without restarts): the same with a warm-up of 2 %;
 * - `linear-decay`: the peak, then over the last 40 % of the steps down to 3 % of it.
 */
export function learningRateAt(schedule: Schedule, step: number, steps: number, peak: number): number {
  const progress = steps <= 1 ? 1 : (step - 1) / (steps - 1);
  return peak * shareOfPeak[schedule](progress);
}
