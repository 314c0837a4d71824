import { z } from 'zod';
import type { ModelInfo } from '../../shared/api/training.ts';
import type { CsvValue } from '../../shared/quoting.ts';

/** What is shown of a card. A model from elsewhere may lack any of it. */
const cardSchema = z.object({
  fovDiameter: z.number().optional().catch(undefined),
  threshold: z.number().optional().catch(undefined),
  canvas: z.object({ width: z.number(), height: z.number() }).optional().catch(undefined),
  architecture: z
    .object({ name: z.string(), width: z.number(), levels: z.number(), weights: z.number() })
    .optional()
    .catch(undefined),
  data: z.array(z.object({ dataset: z.string(), split: z.string(), images: z.array(z.string()) })).catch([]),
  training: z
    .object({
      ...{ steps: z.number(), step: z.number(), seconds: z.number(), seed: z.number() },
      /** The device of a training on another machine. */
      device: z.string().optional(),
      note: z.string().optional(),
    })
    .optional()
    .catch(undefined),
  metrics: z
    .array(
      z.object({
        on: z.string(),
        images: z.array(z.string()).catch([]),
        conditions: z.string().catch(''),
        values: z.record(z.string(), z.number().nullable()),
      }),
    )
    .catch([]),
  /** How an int8 network was made. */
  quantization: z
    .object({
      precision: z.string(),
      reduceRange: z.boolean(),
      source: z.object({ name: z.string() }),
      accuracy: z.object({
        images: z.array(z.string()),
        conditions: z.string(),
        before: z.record(z.string(), z.number().nullable()),
        after: z.record(z.string(), z.number().nullable()),
      }),
      bytes: z.object({ before: z.number(), after: z.number() }),
    })
    .optional()
    .catch(undefined),
  licence: z.string().nullish().catch(undefined),
  attribution: z.array(z.string()).catch([]),
});
export type ShownCard = z.infer<typeof cardSchema>;

/** The figures of an int8 network are those that its accuracy guard looked at, beside the float32 network's. */
export function readCard(card: unknown): ShownCard {
  const shown = cardSchema.parse(typeof card === 'object' && card !== null ? card : {});
  return { ...shown, metrics: [...shown.metrics, ...guardMetrics(shown)] };
}

function guardMetrics({ quantization }: ShownCard): ShownCard['metrics'] {
  if (!quantization) return [];
  const { precision, source, accuracy } = quantization;
  const { images, conditions, before, after } = accuracy;
  const where = `${images.length} training images`;
  return [
    { on: `${where}, in ${precision}`, images, conditions, values: after },
    { on: `${where}, ${source.name} in float32`, images, conditions, values: before },
  ];
}

const figureNames: Readonly<Record<string, string>> = {
  f1: 'F1 (Dice)',
  auc: 'AUC',
  accuracy: 'Accuracy',
  sensitivity: 'Sensitivity',
  specificity: 'Specificity',
  precision: 'Precision',
  generatorLoss: 'Generator loss',
  discriminatorLoss: 'Discriminator loss',
  adversarial: 'Adversarial',
  features: 'Features',
  pixels: 'Pixel distance',
  colours: 'Colour distance',
  grid: 'Fine grid',
  divergence: 'Spread of styles',
  style: 'Error of styles',
  vessels: 'Vessels found again',
  fineGap: 'Texture told apart',
  middleGap: 'Structure told apart',
  coarseGap: 'Whole told apart',
  consistency: 'Consistency',
  consistencyOnPhotographs: 'Consistency of photographs',
  utility: 'Utility, of real-trained',
  discsInPlace: 'Optic discs in place',
  gridAmplitude: 'Grid of period 2, grey levels',
  styleDistance: 'Distance of styles, of photographs',
  pixelDifference: 'Pixel difference of 255',
};
export const figureName = (key: string) => figureNames[key] ?? key;

export const figureTitles = ['model', 'kind', 'figure', 'value', 'measured on', 'images', 'conditions'];

/** The figures of models as rows under these titles. */
export function figureRows(models: readonly Pick<ModelInfo, 'name' | 'kind' | 'card'>[]): CsvValue[][] {
  return models.flatMap(({ name, kind, card }) =>
    readCard(card).metrics.flatMap(({ on, images, conditions, values }) =>
      Object.entries(values).map(([figure, value]): CsvValue[] => [
        name,
        kind,
        figureName(figure),
        value,
        on,
        images.length,
        conditions,
      ]),
    ),
  );
}

/** "HRF, 15 photographs of the split train" */
export const dataPhrases = ({ data }: ShownCard) =>
  data.map(
    ({ dataset, split, images }) =>
      `${dataset}, ${images.length} ${images.length === 1 ? 'photograph' : 'photographs'} of the split ${split}`,
  );
