import { z } from 'zod';
import { diagnosisSchema, splitSchema } from '../domain.ts';

/** What is asked of the jobs that have no settings of their own elsewhere. */

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
