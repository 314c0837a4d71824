import { z } from 'zod';
import type { Diagnosis, Sha256 } from '../domain.ts';
import type { ImageItem, MaskVersion } from './images.ts';

/** GET /api/synthetic: all synthetic images, oldest first. */
export interface SyntheticItem {
  readonly id: number;
  readonly name: string;
  /** A PNG: /api/files/SHA256.png */
  readonly sha256: Sha256;
  /** A JPEG: /api/files/SHA256.jpg; null until /api/synthetic/:id/thumbnail?of=SHA256, which then makes it. */
  readonly thumbnailSha256: Sha256 | null;
  readonly width: number;
  readonly height: number;
  readonly diagnosis: Diagnosis;
  readonly seed: number;
  /** The photograph whose mask it was made from. */
  readonly imageId: number;
  readonly modelId: number;
  readonly isKept: boolean | null;
  readonly tags: readonly string[];
}

/** GET /api/synthetic/:id */
export interface SyntheticDetail extends SyntheticItem {
  /** The label: the mask as the network was given it, a 1-bit PNG. */
  readonly maskSha256: Sha256;
  readonly createdAt: string;
  readonly style: readonly number[];
  readonly model: { readonly name: string; readonly sha256: Sha256 };
  /** From the mask it was made from back to the first: an edited mask has a parent. */
  readonly masks: readonly MaskVersion[];
  readonly source: ImageItem;
}

/**
 * GET /api/synthetic/:id/nearest: the real photograph that looks most like it. The distance is the root mean square
 * difference of the pixels, both brought to 48 x 32 by their fields of view, levels 0..255.
 */
export interface NearestPhotograph {
  readonly image: ImageItem;
  readonly distance: number;
}

const tagSchema = z.string().trim().min(1).max(40);

/** PATCH /api/synthetic */
export const updateSyntheticSchema = z.object({
  ids: z.array(z.int().positive()).min(1).max(100_000),
  isKept: z.boolean().nullable().optional(),
  addTags: z.array(tagSchema).optional(),
  removeTags: z.array(tagSchema).optional(),
});
export type UpdateSynthetic = z.infer<typeof updateSyntheticSchema>;

/** POST /api/export/preview with an ExportSelection: what the folder would hold. */
export interface ExportPreview {
  readonly images: number;
  readonly masks: number;
  readonly patients: number;
  readonly byClass: Readonly<Record<Diagnosis, number>>;
  /** null where the data set is not divided. */
  readonly bySplit: Readonly<Record<'train' | 'val' | 'test', number>> | null;
  /** How many of the whole project are discarded; they are never exported. */
  readonly discarded: number;
  /** What the data-set card will say; null where the sources' licences are not known and none was given. */
  readonly licence: string | null;
  /** Bytes of the pictures. */
  readonly bytes: number;
  /** Paths in the folder, the first of each kind: "images/synthetic_000001.png", "manifest.json". */
  readonly examplePaths: readonly string[];
}
