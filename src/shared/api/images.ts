import { z } from 'zod';
import {
  type Diagnosis,
  diagnosisSchema,
  type MaskOrigin,
  type Sha256,
  type Split,
  splitSchema,
} from '../domain.ts';

export const verdicts = ['accepted', 'needs-work', 'rejected'] as const;
export const verdictSchema = z.enum(verdicts);
/** What a person says of an image's vessel mask. */
export type Verdict = z.infer<typeof verdictSchema>;

/** GET /api/images: all images, by name. */
export interface ImageItem {
  readonly id: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly diagnosis: Diagnosis | null;
  readonly split: Split | null;
  readonly verdict: Verdict | null;
  /** Number of mask versions by origin. */
  readonly masks: Readonly<Record<MaskOrigin, number>>;
  /** File URL: /api/files/SHA256.EXTENSION */
  readonly sha256: Sha256;
  readonly extension: 'jpg' | 'png';
  /** A JPEG of at most 320 pixels. */
  readonly thumbnailSha256: Sha256 | null;
}

export interface MaskVersion {
  readonly id: number;
  readonly imageId: number;
  readonly version: number;
  readonly origin: MaskOrigin;
  /** A 1-bit PNG, vessels white. */
  readonly sha256: Sha256;
  /** An 8-bit grey PNG, 255 = certainly a vessel. */
  readonly probabilitySha256: Sha256 | null;
  readonly observer: string | null;
  /** Name of the segmenter. */
  readonly model: string | null;
  readonly parentId: number | null;
  readonly createdAt: string;
}

/** GET /api/images/:id */
export interface ImageDetail extends ImageItem {
  readonly sourceLayout: string;
  readonly sourceFile: string;
  /** Degrees. */
  readonly fieldAngle: number | null;
  /** Pixels. */
  readonly fovDiameter: number;
  readonly fov: { readonly sha256: Sha256; readonly origin: 'given' | 'estimated' };
  /** The kinds of metadata that were removed at import: "EXIF", "GPS". */
  readonly stripped: readonly string[];
  readonly createdAt: string;
  /** By version. */
  readonly versions: readonly MaskVersion[];
  /** Synthetic images made from its masks. */
  readonly synthetic: number;
}

/** GET /api/images/:id/histogram: counts of the 256 levels inside the field of view. */
export interface Histogram {
  readonly red: readonly number[];
  readonly green: readonly number[];
  readonly blue: readonly number[];
}

const idsSchema = z.array(z.int().positive()).min(1).max(100_000);

/** PATCH /api/images: sets what is given; null clears. */
export const updateImagesSchema = z.object({
  ids: idsSchema,
  diagnosis: diagnosisSchema.nullable().optional(),
  split: splitSchema.nullable().optional(),
});
export type UpdateImages = z.infer<typeof updateImagesSchema>;

/** POST /api/images/remove: refused ('in-use') while synthetic images descend from one of them. */
export const removeImagesSchema = z.object({ ids: idsSchema });

/** POST /api/images/preview: what an import of these files and folders would do. */
export const previewImportSchema = z.object({ paths: z.array(z.string().min(1)).min(1) });

export interface ImportPreview {
  readonly images: readonly {
    readonly file: string;
    readonly name: string;
    readonly layout: string;
    readonly diagnosis: Diagnosis | null;
    readonly split: Split | null;
    readonly annotations: readonly { readonly file: string; readonly observer: string | null }[];
    readonly fov: string | null;
  }[];
  /** Masks whose photograph is not among the files; `image` is the project's that they will go to, if any. */
  readonly masks: readonly {
    readonly file: string;
    readonly role: 'annotation' | 'fov';
    readonly image: string | null;
  }[];
  readonly leftOut: readonly { readonly file: string; readonly reason: string }[];
}

/**
 * POST /api/uploads answers with this; PUT /api/uploads/:id/files?path=a/b.jpg then streams each file's bytes. An
 * import removes the upload that it names; DELETE /api/uploads/:id does so without one.
 */
export interface Upload {
  readonly id: string;
  /** The folder to preview and import. */
  readonly dir: string;
}

export const uploadFileSchema = z.object({ path: z.string().min(1) });

/**
 * GET /api/thumbnails?of=SHA256,SHA256,...: stored thumbnails by their hashes, in this order, each preceded by its
 * length in bytes (32 bits, the most significant first), which is 0 where the project has none of this hash. Lists
 * that scroll need hundreds a second, and a request each takes longer than the picture.
 */
export const maxThumbnails = 64;
