import type { JobContext } from '../../../shared/progress.ts';
import type { Judge } from '../../quantization/guard.ts';
import type { NetworkSession } from '../../runtime/session.ts';

/** What quantisation needs to know of a kind of network. */
export interface QuantizeTask {
  /** Names of the images that the ranges are from. */
  readonly calibrationImages: readonly string[];
  /** Names of the images that the accuracy is judged on. */
  readonly judgedImages: readonly string[];
  /** How the scores were measured, as a phrase. */
  readonly conditions: string;
  /** Runs the network on the calibration images as inference does. */
  readonly calibrate: (session: NetworkSession, ctx: JobContext) => Promise<void>;
  readonly judge: Judge;
  readonly release: () => Promise<void>;
}

/** Calibration images and others to judge on, either evenly spread over the list; the same one where there is only one. */
export function divideImages<T>(all: readonly T[], calibration: number, judged: number) {
  const chosen = spread(all, Math.min(calibration, Math.max(1, all.length - 1)));
  const others = all.filter((image) => !chosen.includes(image));
  return { calibration: chosen, judged: spread(others.length > 0 ? others : all, judged) };
}

/** So many of a list, evenly spread over it. */
export function spread<T>(all: readonly T[], count: number): T[] {
  return all.filter(
    (_, index) => Math.floor(((index + 1) * count) / all.length) > Math.floor((index * count) / all.length),
  );
}
