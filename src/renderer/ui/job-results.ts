import { z } from 'zod';
import { splitSchema } from '../../shared/domain.ts';

/** What the jobs return, as far as the interface shows it. */

export const segmentationSchema = z.object({
  model: z.string(),
  images: z.array(z.object({ image: z.string(), vesselShare: z.number(), seconds: z.number() })),
});
export type SegmentationResult = z.infer<typeof segmentationSchema>;

const scores = {
  f1: z.number(),
  sensitivity: z.number(),
  specificity: z.number(),
  accuracy: z.number(),
  auc: z.number().nullable(),
};

export const evaluationSchema = z.object({
  model: z.string(),
  split: splitSchema.nullable(),
  threshold: z.number(),
  images: z.array(
    z.object({
      image: z.string(),
      width: z.number(),
      height: z.number(),
      observer: z.string().nullable(),
      ...scores,
    }),
  ),
  summary: z.object(scores),
});
export type EvaluationResult = z.infer<typeof evaluationSchema>;

export const trainingSchema = z.object({
  run: z.number(),
  model: z.object({ name: z.string() }),
  steps: z.number(),
  bestStep: z.number(),
  seconds: z.number(),
  note: z.string().optional(),
});
export type TrainingResult = z.infer<typeof trainingSchema>;

export const synthesisSchema = z.object({
  model: z.string(),
  images: z.number(),
});

/** The result's id. */
export const benchmarkSchema = z.object({ benchmark: z.uuid() });

export const exportSchema = z.object({
  folder: z.string(),
  zip: z.string().nullable(),
  files: z.number(),
  bytes: z.number(),
  counts: z.object({ images: z.number(), masks: z.number(), patients: z.number() }),
});
export type ExportResult = z.infer<typeof exportSchema>;
