import packageJson from '../../../../package.json' with { type: 'json' };
import type { ModelKind } from '../../../shared/domain.ts';
import { flagOf } from '../../../shared/setting.ts';
import { attributionsOf, licenceOf } from '../../dataset/attribution.ts';
import type { ModelCard } from '../../networks/card.ts';
import type { ImageRow } from '../../store/images.ts';
import type { SegmenterTrainingOptions } from '../../training/segmenter/options.ts';
import type { SynthesizerTrainingOptions } from '../../training/synthesizer/options.ts';
import type { Trained } from './run.ts';

/** What the card of any trained network says of its training. @param rows the images that it was trained on */
export function trainingFacts(
  kind: ModelKind,
  options: SegmenterTrainingOptions | SynthesizerTrainingOptions,
  rows: readonly ImageRow[],
  { step, seconds, origin }: Trained,
): Pick<ModelCard, 'data' | 'training' | 'licence' | 'attribution' | 'createdAt' | 'softwareVersion'> {
  const { steps, crop, batch, learningRate, schedule, seed, threads, backend } = options;
  return {
    data: [...Map.groupBy(rows, (row) => row.sourceLayout)].map(([dataset, images]) => ({
      dataset,
      split: 'train' as const,
      images: images.map((row) => row.name),
    })),
    training: {
      command: commandOf(kind, options),
      ...{ steps, step, crop, batch, learningRate, schedule, seed, threads },
      ...(origin ?? { backend }),
      seconds: Math.round(seconds),
    },
    licence: licenceOf(rows.map((row) => row.sourceLayout)),
    attribution: attributionsOf(rows, []).map(({ dataset, citation }) => `${dataset}: ${citation}`),
    createdAt: new Date().toISOString(),
    softwareVersion: packageJson.version,
  };
}

/** The command that trains the same network again. */
function commandOf(kind: ModelKind, options: object): string {
  const given = Object.entries(options).map(([key, value]) => `${flagOf(key)} ${value}`);
  return `fundus train ${kind} PROJECT ${given.join(' ')}`;
}
