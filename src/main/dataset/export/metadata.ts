import { stringify } from 'csv-stringify/sync';
import type { ExportItem } from './plan.ts';

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
