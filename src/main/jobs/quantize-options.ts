import type { Calibrator } from '../quantization/calibrators.ts';

export interface QuantizeOptions {
  /** The float32 model's name. */
  readonly model: string;
  /** By default 'percentile'. */
  readonly calibrator?: Calibrator;
  /** Training images to calibrate on, by default 6. */
  readonly images?: number;
  /** The most that stage 1 may lose of F1, by default 0.005. */
  readonly f1Limit?: number;
  /** The most that stage 2 may lose of consistency, by default 0.01. */
  readonly consistencyLimit?: number;
  /** The most that pixels of stage 2 may differ, mean of 0..255 inside the field of view, by default 2. */
  readonly pixelLimit?: number;
  /** Filters in 7 bits; by default where the processor lacks VNNI. */
  readonly reduceRange?: boolean;
  /** Makes the model its kind's current one. */
  readonly use?: boolean;
  /** By default all cores. */
  readonly threads?: number;
}

/**
 * The percentile calibrator lost least with all layers int8, judged on six training images of HRF: F1 0.0008 (min-max
 * 0.0010, entropy 0.0086) and pixels 0.9 of 255 (1.1 and 2.3).
 */
export const quantizeDefaults = {
  calibrator: 'percentile',
  images: 6,
  f1Limit: 0.005,
  consistencyLimit: 0.01,
  pixelLimit: 2,
} as const satisfies Partial<QuantizeOptions>;
