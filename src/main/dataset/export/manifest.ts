import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import packageJson from '../../../../package.json' with { type: 'json' };
import { diagnoses, modelKindSchema, splitSchema, splits } from '../../../shared/domain.ts';
import type { Credits } from '../attribution.ts';
import type { ExportItem } from './plan.ts';

const countSchema = z.number().int().min(0);
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const fileSchema = z.object({
  /** Relative to the manifest, with "/". */
  path: z.string(),
  bytes: countSchema,
  sha256: sha256Schema,
});
export type ExportedFile = z.infer<typeof fileSchema>;

const attributionSchema = z.object({ dataset: z.string(), citation: z.string(), licence: z.string() });

/** `manifest.json` of an exported data set. */
export const manifestSchema = z.object({
  format: z.literal('fundus-studio-dataset'),
  formatVersion: z.literal(1),
  synthetic: z.literal(true),
  generator: z.object({ name: z.string(), version: z.string() }),
  createdAt: z.iso.datetime(),
  /** null where it is not stated. */
  licence: z.string().nullable(),
  attributions: z.array(attributionSchema),
  counts: z.object({
    images: countSchema,
    masks: countSchema,
    /** People whose vessel masks the images were made from. */
    patients: countSchema,
    byClass: z.record(z.enum(diagnoses), countSchema),
    /** Absent where the data set is not divided. */
    bySplit: z.record(splitSchema, countSchema).optional(),
  }),
  models: z.array(
    z.object({
      name: z.string(),
      kind: modelKindSchema,
      sha256: sha256Schema,
      /** Images of this data set that the model made, or whose mask it extracted. */
      images: countSchema,
    }),
  ),
  /** Every file but the manifest itself. */
  files: z.array(fileSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const software = { name: 'Fundus Studio', version: packageJson.version };

export function buildManifest(
  items: readonly ExportItem[],
  { licence, attributions }: Credits,
  createdAt: string,
): Omit<Manifest, 'files'> {
  return {
    format: 'fundus-studio-dataset',
    formatVersion: 1,
    synthetic: true,
    generator: software,
    createdAt,
    licence,
    attributions: [...attributions],
    counts: countItems(items),
    models: modelsOf(items),
  };
}

export function countItems(items: readonly ExportItem[]): Manifest['counts'] {
  const count = (test: (item: ExportItem) => boolean) => items.filter(test).length;
  const divided = items.some((item) => item.split !== null);
  return {
    images: items.length,
    masks: items.length,
    patients: new Set(items.map((item) => item.patientId)).size,
    byClass: {
      h: count((item) => item.image.diagnosis === 'h'),
      dr: count((item) => item.image.diagnosis === 'dr'),
      g: count((item) => item.image.diagnosis === 'g'),
    },
    ...(divided && {
      bySplit: {
        train: count((item) => item.split === splits[0]),
        val: count((item) => item.split === splits[1]),
        test: count((item) => item.split === splits[2]),
      },
    }),
  };
}

function modelsOf(items: readonly ExportItem[]): Manifest['models'] {
  const used = items.flatMap((item) => [item.synthesizer, ...(item.segmenter ? [item.segmenter] : [])]);
  return [...Map.groupBy(used, (model) => model.id).values()].flatMap((uses) => {
    const model = uses[0];
    return model ? [{ name: model.name, kind: model.kind, sha256: model.sha256, images: uses.length }] : [];
  });
}

/**
 * `metadata.csv` (RFC 4180, UTF-8, header first, one row an image). The names `file_name` and `mask_file_name` are
 * those that common loaders of image folders look for.
 */
export function metadataCsv(items: readonly ExportItem[]): string {
  return stringify(items.map(metadataRow), { header: true, record_delimiter: 'windows' });
}

function metadataRow({ image, mask, source, synthesizer, segmenter, ...item }: ExportItem) {
  return {
    file_name: item.imagePath,
    mask_file_name: item.maskPath,
    class: image.diagnosis,
    split: item.split ?? '',
    synthetic: 'true',
    width: image.width,
    height: image.height,
    synthesizer: synthesizer.name,
    synthesizer_sha256: image.modelSha256,
    seed: image.seed,
    style: JSON.stringify(image.style),
    patient_id: item.patientId,
    source_image_id: source.id,
    source_mask_id: mask.id,
    source_mask_version: mask.version,
    source_mask_origin: mask.origin,
    segmenter_sha256: segmenter?.sha256 ?? '',
    created_at: image.createdAt,
  };
}
