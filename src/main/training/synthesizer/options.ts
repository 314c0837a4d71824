import { z } from 'zod';
import type { PresetName } from '../../../shared/api/training.ts';
import { FundusError } from '../../../shared/errors.ts';
import { storedShape } from '../../../shared/setting.ts';
import { canvasLimits, generatorMultiple, reductionsOf } from '../../../shared/synthesizer-canvas.ts';
import { nearestSegmenter, noSegmenter, trainingSettings } from '../../../shared/training-settings.ts';

/** All that decides which weights a training of a synthesizer ends with, besides the images; stored with the run. */
export const synthesizerOptionsSchema = z.object({
  ...storedShape(trainingSettings.synthesizer),
  threads: z.int().positive(),
});
export type SynthesizerTrainingOptions = z.infer<typeof synthesizerOptionsSchema>;

const common = {
  name: 'synthesizer',
  levels: 5,
  schedule: 'linear-decay',
  seed: 1,
  backend: 'onnxruntime',
} as const;

/** On two cores; `full` and `large` are for a GPU. */
export const synthesizerPresetMinutes = { quick: 30, standard: 180 } as const;

export const synthesizerPresets: Record<
  PresetName<'synthesizer'>,
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
    ...{ width: 32, discriminatorWidth: 64, crop: 256, segmenter: nearestSegmenter },
    ...{ steps: 7500, batch: 8, learningRate: 2e-4, canvasWidth: 512, canvasHeight: 384 },
  },
  large: {
    ...common,
    ...{ width: 16, levels: 6, discriminatorWidth: 64, crop: 256, segmenter: nearestSegmenter },
    ...{ steps: 8000, batch: 4, learningRate: 2e-4, canvasWidth: 1024, canvasHeight: 768 },
  },
};

/** @throws FundusError 'usage' for a size that the networks cannot halve or reduce, or an odd batch */
export function checkSynthesizerOptions({
  canvasWidth,
  canvasHeight,
  levels,
  batch,
}: SynthesizerTrainingOptions): void {
  const { multiple, smallest } = canvasLimits(canvasWidth, generatorMultiple({ levels }));
  if ([canvasWidth, canvasHeight].some((length) => length % multiple !== 0 || length < smallest)) {
    const { middle, coarse } = reductionsOf(canvasWidth);
    throw new FundusError(
      'usage',
      `expected a canvas of multiples of ${multiple} pixels from ${smallest} on, found ${canvasWidth} x ${canvasHeight}`,
      {
        hint: `a generator of ${levels} levels halves it ${levels - 1} times, and at this width discriminators see 1/${middle} and 1/${coarse} of its resolution`,
      },
    );
  }
  if (batch % 2 === 1) {
    throw new FundusError('usage', `expected an even batch, found ${batch}`, {
      hint: 'half of the pictures are made in the style of their photographs, half in random styles',
    });
  }
}
