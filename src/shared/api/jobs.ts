import { z } from 'zod';
import { diagnosisSchema, splitSchema } from '../domain.ts';
import { benchmarkOptionsSchema } from './benchmark.ts';
import type { Problem } from './problem.ts';
import { quantizeOptionsSchema } from './quantization.ts';
import { segmenterSettingsSchema, synthesizerSettingsSchema } from './training.ts';

export const jobStatuses = [
  'queued',
  'running',
  /** Stopped by the user, to be gone on with. */
  'paused',
  'finished',
  'failed',
  'cancelled',
  /** Its process ended before it did. */
  'interrupted',
] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** Which masks images are synthesised from, one a photograph. */
export const maskChoices = [
  /** The reviewed or annotated mask, else the prediction. */
  'best',
  'annotated',
  /** Masks that were accepted in review. */
  'reviewed',
  'predicted',
] as const;
export type MaskChoice = (typeof maskChoices)[number];

export const importOptionsSchema = z.object({
  paths: z.array(z.string().min(1)).min(1),
  /** The upload that `paths` come from; it is removed when the import is done. */
  upload: z.string().optional(),
  diagnosis: diagnosisSchema.optional(),
  split: splitSchema.optional(),
  /** Degrees. */
  fieldAngle: z.number().min(10).max(200).optional(),
});
export const segmentOptionsSchema = z.object({
  /** Names; by default all. */
  images: z.array(z.string()).min(1).optional(),
  model: z.string().optional(),
});
export const evaluateOptionsSchema = z.object({
  model: z.string().optional(),
  split: splitSchema.optional(),
});
export const synthesizeOptionsSchema = z.object({
  count: z.int().min(1).max(1_000_000),
  seed: z.int().min(0).max(4_294_967_295),
  /** By default each photograph's own. */
  diagnosis: diagnosisSchema.optional(),
  model: z.string().optional(),
  masks: z.enum(maskChoices).optional(),
  /** Only masks of these images, by name. */
  images: z.array(z.string()).min(1).optional(),
  /** Images of one mask that follow each other, each in another style; by default 1, or one for each of `styleOf`. */
  styles: z.int().min(1).max(1000).optional(),
  /** Photographs, by name, whose styles are borrowed in turn; by default styles are drawn at random. */
  styleOf: z.array(z.string()).min(1).optional(),
  /** More like this synthetic image: its mask, class and a style near its own. */
  like: z.int().positive().optional(),
});
export type SynthesizeRequest = z.infer<typeof synthesizeOptionsSchema>;

export const exportSelectionSchema = z.object({
  /** 'kept': only those marked so; 'not-discarded': all others than discarded. */
  which: z.enum(['kept', 'not-discarded']),
  /** Only images with one of these tags. */
  tags: z.array(z.string()).optional(),
  split: z.boolean(),
  zip: z.boolean(),
  /** An SPDX identifier or a line of text. By default what the sources' licences allow, see ExportPreview. */
  licence: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'expected one line')
    .optional(),
});
export type ExportSelection = z.infer<typeof exportSelectionSchema>;
export const exportOptionsSchema = exportSelectionSchema.extend({ folder: z.string().min(1) });

/** POST /api/jobs queues one of these and answers with its JobInfo. */
export const jobRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import'), options: importOptionsSchema }),
  z.object({ kind: z.literal('segment'), options: segmentOptionsSchema }),
  z.object({ kind: z.literal('evaluate-segmenter'), options: evaluateOptionsSchema }),
  z.object({ kind: z.literal('train-segmenter'), options: segmenterSettingsSchema }),
  z.object({ kind: z.literal('train-synthesizer'), options: synthesizerSettingsSchema }),
  z.object({ kind: z.literal('quantize'), options: quantizeOptionsSchema }),
  z.object({ kind: z.literal('synthesize'), options: synthesizeOptionsSchema }),
  z.object({ kind: z.literal('benchmark'), options: benchmarkOptionsSchema }),
  z.object({ kind: z.literal('export'), options: exportOptionsSchema }),
]);
export type JobRequest = z.infer<typeof jobRequestSchema>;
export type JobKind = JobRequest['kind'];

/** GET /api/jobs, oldest first; GET /api/jobs/:id. */
export interface JobInfo {
  readonly id: number;
  /** One of JobKind, or what a command line recorded. */
  readonly kind: string;
  readonly options: unknown;
  readonly status: JobStatus;
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** The current item or figures; only while it runs. */
  readonly detail: string | null;
  /** Seconds, from the pace of this session; only while it runs. */
  readonly remaining: number | null;
  readonly error: Problem | null;
  /** What the work returned: ImportReport, ExportResult, ...; null until it is finished. */
  readonly result: unknown;
  /** Of a training. */
  readonly runId: number | null;
  /** Whether POST /api/jobs/:id/resume goes on where it stopped. */
  readonly isResumable: boolean;
  /** Another process runs it, such as the command line: it is shown, but cannot be paused or cancelled from here. */
  readonly isElsewhere: boolean;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/**
 * POST /api/jobs/:id/pause | cancel | resume -> JobInfo; one that is running stops soon after. DELETE /api/jobs/:id
 * forgets one that is not running; DELETE /api/jobs forgets all that have ended, save those that were paused or
 * interrupted, unfinished trainings and quantisations that wait for a decision.
 */
export const jobActions = ['pause', 'cancel', 'resume'] as const;
export type JobAction = (typeof jobActions)[number];
