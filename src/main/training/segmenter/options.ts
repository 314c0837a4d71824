import { z } from 'zod';
import { backends } from '../../../shared/api/benchmark.ts';
import { schedules } from '../schedule.ts';

/** All that decides which weights a training of a segmenter ends with, besides the images; stored with the run. */
export const segmenterOptionsSchema = z.object({
  name: z.string(),
  width: z.int().positive(),
  levels: z.int().min(2).max(4),
  steps: z.int().positive(),
  /** Side of the square crops in pixels, a multiple of 8. */
  crop: z.int().positive(),
  batch: z.int().positive(),
  learningRate: z.number().positive(),
  schedule: z.enum(schedules),
  seed: z.int().nonnegative(),
  threads: z.int().positive(),
  /** What computes the steps. */
  backend: z.enum(backends).default('onnxruntime'),
  /** Pixels that a field of view of 60 degrees is brought to. */
  fovDiameter: z.number().positive(),
  /** See Augmentation. */
  colourJitter: z.number().min(0).max(1),
  scaleJitter: z.number().min(0).max(1),
  /** Number of training images held out for validation where the project has none in the split "val". */
  validation: z.int().nonnegative(),
});
export type SegmenterTrainingOptions = z.infer<typeof segmenterOptionsSchema>;

/** The field angle that `fovDiameter` belongs to, that of HRF's camera. */
export const workingFieldAngle = 60;

const common = {
  name: 'unet',
  levels: 4,
  crop: 256,
  batch: 4,
  learningRate: 0.01,
  schedule: 'one-cycle',
  seed: 1,
  backend: 'onnxruntime',
  // HRF at half its size, 1752 x 1168.
  fovDiameter: 1631,
  colourJitter: 0.1,
  scaleJitter: 0,
  validation: 0,
} as const;

export const presetNames = ['quick', 'standard'] as const;
export type PresetName = (typeof presetNames)[number];

/** On two cores (Zen 4 at 2.6 GHz: 0.233 and 0.59 s a step). */
export const presetMinutes: Record<PresetName, number> = { quick: 10, standard: 30 };

export const presets: Record<PresetName, Omit<SegmenterTrainingOptions, 'threads'>> = {
  quick: { ...common, width: 8, steps: 2300 },
  standard: { ...common, width: 16, steps: 2700, learningRate: 0.007, scaleJitter: 0.25 },
};
