import { z } from 'zod';
import { backends } from '../../shared/api/benchmark.ts';
import { FundusError } from '../../shared/errors.ts';
import { generatorMultiple } from '../networks/generator.ts';
import { schedules } from '../training/schedule.ts';

/** Instead of a segmenter's name: the vessels of the pictures are not looked at. */
export const noSegmenter = 'none';
/** In the place of the name of the one that the project uses when the training begins. */
export const currentSegmenter = 'current';

/** All that decides which weights a training of a synthesizer ends with, besides the images; stored with the run. */
export const synthesizerOptionsSchema = z.object({
  name: z.string(),
  /** Channels of the generator at full resolution. */
  width: z.int().positive(),
  /** Channels of the first layer of the discriminators. */
  discriminatorWidth: z.int().positive(),
  /** Side in pixels of the windows that the finest discriminator looks at. */
  crop: z.int().positive(),
  /** The name of the segmenter that must find the vessels again, or `noSegmenter`. */
  segmenter: z.string(),
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
  schedule: 'linear-decay',
  seed: 1,
  backend: 'onnxruntime',
} as const;

export const synthesizerPresetNames = ['quick', 'standard', 'full'] as const;
export type SynthesizerPresetName = (typeof synthesizerPresetNames)[number];

/** On two cores; `full` is for a GPU. */
export const synthesizerPresetMinutes = { quick: 30, standard: 180 } as const;

export const synthesizerPresets: Record<
  SynthesizerPresetName,
  Omit<SynthesizerTrainingOptions, 'threads'>
> = {
  quick: {
    ...common,
    ...{ width: 12, discriminatorWidth: 24, crop: 128, segmenter: noSegmenter },
    ...{ steps: 2400, batch: 4, learningRate: 4e-4, canvasWidth: 256, canvasHeight: 192 },
  },
  standard: {
    ...common,
    ...{ width: 16, discriminatorWidth: 32, crop: 192, segmenter: noSegmenter },
    ...{ steps: 5000, batch: 4, learningRate: 3e-4, canvasWidth: 384, canvasHeight: 288 },
  },
  full: {
    ...common,
    ...{ width: 32, discriminatorWidth: 64, crop: 256, segmenter: currentSegmenter },
    ...{ steps: 7500, batch: 8, learningRate: 2e-4, canvasWidth: 512, canvasHeight: 384 },
  },
};

/** Height and width that the coarsest discriminator can still halve four times. */
const smallestCanvas = 64;

/** @throws FundusError 'usage' for a size that the networks cannot halve, or an odd batch */
export function checkSynthesizerOptions({
  canvasWidth,
  canvasHeight,
  batch,
}: SynthesizerTrainingOptions): void {
  const sizes = [canvasWidth, canvasHeight];
  if (sizes.some((length) => length % generatorMultiple !== 0 || length < smallestCanvas)) {
    throw new FundusError(
      'usage',
      `expected a canvas of multiples of ${generatorMultiple} pixels from ${smallestCanvas} on, found ${canvasWidth} x ${canvasHeight}`,
    );
  }
  if (batch % 2 === 1) {
    throw new FundusError('usage', `expected an even batch, found ${batch}`, {
      hint: 'half of the pictures are made in the style of their photographs, half in random styles',
    });
  }
}
