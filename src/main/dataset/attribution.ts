import { z } from 'zod';
import type { ImageRow } from '../store/images.ts';
import type { ModelRow } from '../store/models.ts';
import type { ExportItem } from './export/plan.ts';

export const attributionSchema = z.object({ dataset: z.string(), citation: z.string(), licence: z.string() });
export type Attribution = z.infer<typeof attributionSchema>;

export const licence = {
  id: 'CC-BY-4.0',
  name: 'Creative Commons Attribution 4.0 International (CC BY 4.0)',
  url: 'https://creativecommons.org/licenses/by/4.0/',
};

/** Of data sets that are published without one of the common licences. */
const ownTerms = 'see the terms of the data set';

interface KnownDataset extends Attribution {
  /** Recognises the data set in an image's layout and in what a model card says of its training data. */
  readonly pattern: RegExp;
}

const knownDatasets: readonly KnownDataset[] = [
  {
    pattern: /\bhrf\b/i,
    dataset: 'High-Resolution Fundus (HRF) image database',
    citation:
      'Budai A, Bock R, Maier A, Hornegger J, Michelson G. Robust Vessel Segmentation in Fundus Images. International Journal of Biomedical Imaging, 2013.',
    licence: licence.id,
  },
  {
    pattern: /chase/i,
    dataset: 'CHASE_DB1',
    citation:
      'Fraz MM, Remagnino P, Hoppe A, Uyyanonvara B, Rudnicka AR, Owen CG, Barman SA. An Ensemble Classification-Based Approach Applied to Retinal Blood Vessel Segmentation. IEEE Transactions on Biomedical Engineering, 2012.',
    licence: licence.id,
  },
  {
    pattern: /\bdrive\b/i,
    dataset: 'DRIVE',
    citation:
      'Staal J, Abramoff MD, Niemeijer M, Viergever MA, van Ginneken B. Ridge-Based Vessel Segmentation in Color Images of the Retina. IEEE Transactions on Medical Imaging, 2004.',
    licence: ownTerms,
  },
  {
    pattern: /\bstare\b/i,
    dataset: 'STARE',
    citation:
      'Hoover A, Kouznetsova V, Goldbaum M. Locating Blood Vessels in Retinal Images by Piecewise Threshold Probing of a Matched Filter Response. IEEE Transactions on Medical Imaging, 2000.',
    licence: ownTerms,
  },
];

/** Whom to credit: the data sets that the photographs come from and that the networks' cards name. */
export function attributionsOf(images: readonly ImageRow[], models: readonly ModelRow[]): Attribution[] {
  const traces = [
    ...images.map((image) => image.sourceLayout),
    ...models.map((model) => JSON.stringify(model.card)),
  ];
  return knownDatasets
    .filter(({ pattern }) => traces.some((trace) => pattern.test(trace)))
    .map(({ dataset, citation, licence }) => ({ dataset, citation, licence }));
}

/**
 * What may be done with what derives from these data sets or layouts: CC BY 4.0 where all are known to be under that;
 * null where it is not known, as of a person's own photographs.
 */
export function licenceOf(sources: readonly string[]): string | null {
  const isOpen = (source: string) => {
    const known = knownDatasets.filter(({ pattern }) => pattern.test(source));
    return known.length > 0 && known.every((dataset) => dataset.licence === licence.id);
  };
  return sources.every(isOpen) ? licence.id : null;
}

export interface Credits {
  /** An SPDX identifier or what stands for one; null where it is not stated. */
  readonly licence: string | null;
  readonly attributions: readonly Attribution[];
}

/** Whom an export credits, and its licence: CC BY 4.0 where all that it derives from is known to be under that. */
export function creditsOf(items: readonly ExportItem[]): Credits {
  const images = [...new Map(items.map(({ source }) => [source.id, source])).values()];
  const used = items.flatMap(({ synthesizer, segmenter }) => [
    synthesizer,
    ...(segmenter ? [segmenter] : []),
  ]);
  const models = [...new Map(used.map((model) => [model.id, model])).values()];
  const sources = [...images.map((image) => image.sourceLayout), ...models.flatMap(trainingDataOf)];
  return { licence: licenceOf(sources), attributions: attributionsOf(images, models) };
}

const cardSchema = z.object({ data: z.array(z.object({ dataset: z.string() })) });

/** The layouts that a network's training images were imported from; of a card of another form all that it says. */
function trainingDataOf({ card }: ModelRow): string[] {
  const known = cardSchema.safeParse(card).data;
  return known ? known.data.map(({ dataset }) => dataset) : [JSON.stringify(card)];
}
