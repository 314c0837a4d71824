import { z } from 'zod';
import type { ModelInfo } from './training.ts';

/** How the range of values is chosen that 256 codes stand for, see quantization/calibration.ts. */
export const calibrators = ['min-max', 'percentile', 'entropy'] as const;
export type Calibrator = (typeof calibrators)[number];

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

/** GET /api/quantization-choices */
export interface QuantizationChoices {
  readonly defaults: {
    readonly [Key in Exclude<keyof QuantizeRequest, 'model'>]-?: NonNullable<QuantizeRequest[Key]>;
  };
  /** Annotated photographs in the training split: those to calibrate on, and others of them to judge on. */
  readonly trainingImages: number;
  /** Annotated photographs in the validation split: stage 1 is judged on them, where there are some. */
  readonly validationImages: number;
  readonly processor: {
    readonly name: string;
    /** As in MachineDescription. */
    readonly instructionSets: readonly string[];
    /** Whether it sums products of bytes exactly, so that filters need no reduced range. */
    readonly hasExactByteProducts: boolean;
  };
}

const precisionSchema = z.enum(['int8', 'fp32']);
/** A figure that cannot be measured is null. */
const scoresSchema = z.record(z.string(), z.number().nullable());

/** What a quantisation came to: the result of a job of the kind 'quantize', as far as it is shown. */
export const quantizationReportSchema = z.object({
  /** The float32 model's name. */
  source: z.string(),
  calibrator: z.enum(calibrators),
  reduceRange: z.boolean(),
  calibrationImages: z.array(z.string()).readonly(),
  judgedImages: z.array(z.string()).readonly(),
  /** How the scores were measured, as a phrase. */
  conditions: z.string(),
  /** Scores of the float32 network: { f1: 0.81, auc: 0.98 }. */
  before: scoresSchema,
  /** In the order in which they were made; the last one is within the limits, or no layer was left. */
  trials: z
    .array(
      z.object({
        floatLayers: z.array(z.string()).readonly(),
        scores: scoresSchema,
        losses: z.array(z.object({ name: z.string(), loss: z.number(), most: z.number() })).readonly(),
        isWithin: z.boolean(),
      }),
    )
    .readonly(),
  /** Most sensitive first. */
  layers: z
    .array(
      z.object({
        name: z.string(),
        /** Mean absolute difference at the network's output when only this layer is int8. */
        error: z.number(),
        /** Share of the network's multiplications with additions, 0..1. */
        share: z.number(),
      }),
    )
    .readonly(),
  bytes: z.object({ before: z.number(), after: z.number().nullable() }),
  /** The graph that the engine makes of the int8 network on this processor. */
  executed: z
    .object({
      operators: z
        .array(z.object({ operator: z.string(), precision: precisionSchema, count: z.number() }))
        .readonly(),
      floatLayers: z.array(z.string()).readonly(),
      /** Share of the multiplications with additions that run in float32, 0..1. */
      floatMultiplyAdds: z.number(),
    })
    .nullable(),
  /** Names the int8 network's file; null, as `bytes.after` and `executed`, when no choice of layers keeps the limits. */
  sha256: z.string().nullable(),
});
export type QuantizationReport = z.infer<typeof quantizationReportSchema>;

/** What the filters of an int8 network are, and for which processors. */
export const filterPhrase = (reduceRange: boolean) =>
  reduceRange ? '7 bits, for processors of every kind' : '8 bits, slower on x86 processors without VNNI';

/**
 * A job of the kind 'quantize' ends with a proposal that is not kept yet. GET /api/quantizations/:job shows it,
 * POST /api/quantizations/:job/keep with { use } registers its network: ModelInfo, and DELETE /api/quantizations/:job
 * forgets the job together with its network, unless that is kept. What DELETE /api/jobs/:id forgets is discarded, too;
 * DELETE /api/jobs leaves what waits for a decision.
 */
export interface QuantizationProposal {
  readonly job: number;
  readonly report: QuantizationReport;
  /** What it was kept as; null while it waits for a decision, and where there is nothing to keep. */
  readonly model: ModelInfo | null;
}
export const keepQuantizationSchema = z.object({ use: z.boolean() });
