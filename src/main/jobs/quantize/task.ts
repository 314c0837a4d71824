import type { QuantizationChoices, QuantizeRequest } from '../../../shared/api/quantization.ts';
import type { JobContext } from '../../../shared/progress.ts';
import type { AccuracyCheck } from '../../quantization/guard.ts';
import { hasExactByteProducts } from '../../runtime/machine.ts';
import type { NetworkSession } from '../../runtime/session.ts';

export interface QuantizeOptions extends Readonly<QuantizeRequest> {
  /** Makes the model its kind's current one. */
  readonly use?: boolean | undefined;
  /** By default all cores. */
  readonly threads?: number | undefined;
}

/**
 * The percentile calibrator lost least with all layers int8, measured on six training images of HRF: F1 0.0008 (min-max
 * 0.0010, entropy 0.0086) and pixels 0.9 of 255 (1.1 and 2.3).
 */
export const quantizeDefaults = {
  calibrator: 'percentile',
  images: 6,
  f1Limit: 0.005,
  consistencyLimit: 0.01,
  pixelLimit: 2,
} as const satisfies Partial<QuantizationChoices['defaults']>;

/** By default filters have 7 bits where the processor lacks VNNI: those of 8 bits are as exact there, but slower. */
export const reduceRangeOf = ({
  reduceRange = !hasExactByteProducts(),
}: Pick<QuantizeOptions, 'reduceRange'>) => reduceRange;

/** What quantisation needs to know of a kind of network. */
export interface QuantizeTask {
  /** Names of the images that the ranges are from. */
  readonly calibrationImages: readonly string[];
  /** Names of the images that the accuracy is checked on. */
  readonly judgedImages: readonly string[];
  /** How the scores were measured, as a phrase. */
  readonly conditions: string;
  /** Runs the network on the calibration images as inference does. */
  readonly calibrate: (session: NetworkSession, ctx: JobContext) => Promise<void>;
  readonly check: AccuracyCheck;
  readonly release: () => Promise<void>;
}

/**
 * Calibration images and others to check the accuracy on, either evenly spread over the list; the same one where there
 * is only one.
 */
export function divideImages<T>(all: readonly T[], calibration: number, checked: number) {
  const chosen = spread(all, Math.min(calibration, Math.max(1, all.length - 1)));
  const others = all.filter((image) => !chosen.includes(image));
  return { calibration: chosen, checked: spread(others.length > 0 ? others : all, checked) };
}

/** So many of a list, evenly spread over it. */
export function spread<T>(all: readonly T[], count: number): T[] {
  return all.filter(
    (_, index) => Math.floor(((index + 1) * count) / all.length) > Math.floor((index * count) / all.length),
  );
}
