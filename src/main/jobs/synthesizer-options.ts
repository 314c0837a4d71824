import { z } from 'zod';
import { backends } from '../../shared/api/benchmark.ts';
import { FundusError } from '../../shared/errors.ts';
import { generatorMultiple } from '../networks/generator.ts';
import { schedules } from '../training/schedule.ts';

/** All that decides which weights a training of a synthesizer ends with, besides the images; stored with the run. */
export const synthesizerOptionsSchema = z.object({
  name: z.string(),
  /** Channels at full resolution. */
  width: z.int().positive(),
  steps: z.int().positive(),
  batch: z.int().positive(),
  learningRate: z.number().positive(),
  schedule: z.enum(schedules),
  seed: z.int().nonnegative(),
  threads: z.int().positive(),
  /** What computes the steps. */
  backend: z.enum(backends).default('onnxruntime'),
  /** Size of the pictures in pixels, multiples of 16. */
  canvasWidth: z.int().positive(),
  canvasHeight: z.int().positive(),
});
export type SynthesizerTrainingOptions = z.infer<typeof synthesizerOptionsSchema>;

const common = {
  name: 'synthesizer',
  width: 12,
  batch: 2,
  learningRate: 4e-4,
  schedule: 'linear-decay',
  seed: 1,
  backend: 'onnxruntime',
} as const;

export const synthesizerPresetNames = ['quick', 'standard'] as const;
export type SynthesizerPresetName = (typeof synthesizerPresetNames)[number];

/** On two cores. */
export const synthesizerPresetMinutes: Record<SynthesizerPresetName, number> = { quick: 30, standard: 120 };

export const synthesizerPresets: Record<
  SynthesizerPresetName,
  Omit<SynthesizerTrainingOptions, 'threads'>
> = {
  quick: { ...common, steps: 2400, canvasWidth: 480, canvasHeight: 320 },
  standard: { ...common, steps: 6500, canvasWidth: 576, canvasHeight: 384 },
};

/** @throws FundusError 'usage' for a size that the generator cannot halve four times */
export function checkCanvas({ canvasWidth, canvasHeight }: SynthesizerTrainingOptions): void {
  if (canvasWidth % generatorMultiple === 0 && canvasHeight % generatorMultiple === 0) return;
  throw new FundusError(
    'usage',
    `expected a canvas of multiples of ${generatorMultiple} pixels, found ${canvasWidth} x ${canvasHeight}`,
  );
}
