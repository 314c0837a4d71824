import { z } from 'zod';

export const calibrators = ['min-max', 'percentile', 'entropy'] as const;

/** What is not given is as QuantizationChoices says. */
export const quantizeOptionsSchema = z.object({
  /** The float32 model's name. */
  model: z.string().min(1),
  calibrator: z.enum(calibrators).optional(),
  /** Training images to calibrate on. */
  images: z.int().min(1).max(10_000).optional(),
  /** The most that stage 1 may lose of F1. */
  f1Limit: z.number().min(0).max(1).optional(),
  /** The most that stage 2 may lose of consistency. */
  consistencyLimit: z.number().min(0).max(1).optional(),
  /** The most that pixels of stage 2 may differ, mean of 0..255 inside the field of view. */
  pixelLimit: z.number().min(0).max(255).optional(),
  /** Filters in 7 bits. */
  reduceRange: z.boolean().optional(),
});
export type QuantizeRequest = z.infer<typeof quantizeOptionsSchema>;

/**
 * A job of the kind 'quantize' ends with a proposal that is not kept yet; GET /api/quantizations/:job shows it,
 * POST /api/quantizations/:job/keep with { use } registers the model: ModelInfo, DELETE /api/quantizations/:job
 * forgets it. One that is within no limits has no candidate and the table that shows why.
 */
export const keepQuantizationSchema = z.object({ use: z.boolean() });
