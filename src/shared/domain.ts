import { z } from 'zod';

/** The diagnostic groups of HRF: healthy, diabetic retinopathy, glaucoma. */
export const diagnoses = ['h', 'dr', 'g'] as const;
export const diagnosisSchema = z.enum(diagnoses);
export type Diagnosis = z.infer<typeof diagnosisSchema>;
export const diagnosisNames: Record<Diagnosis, string> = {
  h: 'healthy',
  dr: 'diabetic retinopathy',
  g: 'glaucoma',
};

export const splits = ['train', 'val', 'test'] as const;
export const splitSchema = z.enum(splits);
export type Split = z.infer<typeof splitSchema>;
export const splitNames: Record<Split, string> = { train: 'training', val: 'validation', test: 'test' };

/** Where a mask comes from. An edited mask is a later version of one of the other two. */
export const maskOrigins = ['annotated', 'predicted', 'edited'] as const;
export const maskOriginSchema = z.enum(maskOrigins);
export type MaskOrigin = z.infer<typeof maskOriginSchema>;

export const modelKinds = ['segmenter', 'synthesizer'] as const;
export const modelKindSchema = z.enum(modelKinds);
export type ModelKind = z.infer<typeof modelKindSchema>;

/** Lower-case hexadecimal SHA-256 of a file's bytes. */
export type Sha256 = string;
