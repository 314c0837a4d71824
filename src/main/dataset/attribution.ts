import { z } from 'zod';
import type { ImageRow } from '../store/images.ts';
import type { ModelRow } from '../store/models.ts';
import type { ExportItem } from './export/plan.ts';
import { type Attribution, ccBy4 } from './layouts/layout.ts';
import { layouts } from './layouts/layouts.ts';

const attributions = layouts.flatMap(({ attribution }) => attribution ?? []);

/** Whom to credit: the data sets that the photographs come from and that the networks' cards name. */
export function attributionsOf(images: readonly ImageRow[], models: readonly ModelRow[]): Attribution[] {
  const traces = [
    ...images.map((image) => image.sourceLayout),
    ...models.map((model) => JSON.stringify(model.card)),
  ];
  return attributions
    .filter(({ mention }) => traces.some((trace) => mention.test(trace)))
    .map(({ dataset, citation, licence }) => ({ dataset, citation, licence }));
}

/**
 * What may be done with what derives from these data sets or layouts: CC BY 4.0 where all are known to be under that;
 * null where it is not known, as of a person's own photographs.
 */
export function licenceOf(sources: readonly string[]): string | null {
  const isOpen = (source: string) => {
    const known = attributions.filter(({ mention }) => mention.test(source));
    return known.length > 0 && known.every(({ licence }) => licence === ccBy4.id);
  };
  return sources.every(isOpen) ? ccBy4.id : null;
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
