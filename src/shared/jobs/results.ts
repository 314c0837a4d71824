import { z } from 'zod';
import { diagnosisSchema, modelKindSchema, splitSchema } from '../domain.ts';

/** What jobs come to. A stored result may hold more than its schema says, which is then not shown. */

/** What an import took, what it left and why; every file is in one of the lists, or a mask of a taken image. */
export const importReportSchema = z.object({
  taken: z
    .array(
      z.object({
        file: z.string(),
        /** In the project: the file's without extension, with a number when another picture has that name. */
        name: z.string(),
        layout: z.string(),
        width: z.number(),
        height: z.number(),
        diagnosis: diagnosisSchema.nullable(),
        split: splitSchema.nullable(),
        annotations: z.number(),
        fov: z.enum(['given', 'estimated']),
        /** What was removed: "EXIF", "GPS", ... */
        stripped: z.array(z.string()).readonly(),
        /** What a person should know of it. */
        note: z.string().nullable(),
      }),
    )
    .readonly(),
  /** Masks that went to an image which the project had before. */
  added: z
    .array(z.object({ file: z.string(), image: z.string(), role: z.enum(['annotation', 'fov']) }))
    .readonly(),
  leftOut: z.array(z.object({ file: z.string(), reason: z.string() })).readonly(),
  failed: z
    .array(
      z.object({
        file: z.string(),
        code: z.string(),
        message: z.string(),
        hint: z.string().nullable(),
        /** The image that was left out because of it, where that is another file. */
        image: z.string().nullable(),
      }),
    )
    .readonly(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const segmentationResultSchema = z.object({
  /** The model's name. */
  model: z.string(),
  images: z
    .array(
      z.object({
        image: z.string(),
        /** Row of the predicted mask. */
        maskId: z.number(),
        /** Vessel pixels among those inside the field of view, 0..1. */
        vesselShare: z.number(),
        /** From the stored photograph to the stored mask. */
        seconds: z.number(),
      }),
    )
    .readonly(),
});
export type SegmentationResult = z.infer<typeof segmentationResultSchema>;

const scores = {
  f1: z.number(),
  sensitivity: z.number(),
  specificity: z.number(),
  accuracy: z.number(),
  /** null without vessels or background. */
  auc: z.number().nullable(),
};

export const evaluationReportSchema = z.object({
  /** The model's name. */
  model: z.string(),
  modelSha256: z.string(),
  /** The split evaluated; null when the images were named. */
  split: splitSchema.nullable(),
  /** The model's own, best on its training images. */
  threshold: z.number(),
  images: z
    .array(
      z.object({
        image: z.string(),
        /** The size at which the image was evaluated, in pixels. */
        width: z.number(),
        height: z.number(),
        observer: z.string().nullable(),
        ...scores,
      }),
    )
    .readonly(),
  /** Means over the images; the AUC is that of their pooled pixels. All inside the fields of view. */
  summary: z.object(scores),
});
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;

export const trainingResultSchema = z.object({
  run: z.number(),
  model: z.object({ name: z.string(), kind: modelKindSchema, sha256: z.string() }),
  steps: z.number(),
  /** The step whose weights the model has. */
  bestStep: z.number(),
  seconds: z.number(),
  /** What is to be known of it; of a training elsewhere, what is not as it would have been here. */
  note: z.string().optional(),
});
export type TrainingResult = z.infer<typeof trainingResultSchema>;

export const synthesisResultSchema = z.object({
  /** The model's name. */
  model: z.string(),
  /** How many were made. */
  images: z.number(),
});
export type SynthesisResult = z.infer<typeof synthesisResultSchema>;

/** The report is among the project's benchmarks, under this id. */
export const benchmarkResultSchema = z.object({ benchmark: z.uuid() });
export type BenchmarkResult = z.infer<typeof benchmarkResultSchema>;

export const exportResultSchema = z.object({
  folder: z.string(),
  zip: z.string().nullable(),
  /** The folder's files and their bytes. */
  files: z.number(),
  bytes: z.number(),
  counts: z.object({
    images: z.number(),
    masks: z.number(),
    /** People whose vessel masks the images were made from. */
    patients: z.number(),
    byClass: z.record(diagnosisSchema, z.number()),
    /** Absent where the data set is not divided. */
    bySplit: z.record(splitSchema, z.number()).optional(),
  }),
});
export type ExportResult = z.infer<typeof exportResultSchema>;
