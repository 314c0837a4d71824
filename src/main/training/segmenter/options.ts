import { z } from 'zod';
import type { PresetName } from '../../../shared/api/training.ts';
import { storedShape } from '../../../shared/setting.ts';
import { trainingSettings } from '../../../shared/training-settings.ts';

/** All that decides which weights a training of a segmenter ends with, besides the images; stored with the run. */
export const segmenterOptionsSchema = z.object({
  ...storedShape(trainingSettings.segmenter),
  threads: z.int().positive(),
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

/** On two cores (Zen 4 at 2.6 GHz: 0.233 and 0.59 s a step). */
export const presetMinutes: Record<PresetName<'segmenter'>, number> = { quick: 10, standard: 30 };

export const presets: Record<PresetName<'segmenter'>, Omit<SegmenterTrainingOptions, 'threads'>> = {
  quick: { ...common, width: 8, steps: 2300 },
  standard: { ...common, width: 16, steps: 2700, learningRate: 0.007, scaleJitter: 0.25 },
};
