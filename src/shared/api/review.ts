import { z } from 'zod';
import type { Sha256 } from '../domain.ts';
import { type ImageDetail, type MaskVersion, verdictSchema } from './images.ts';

/**
 * A mask is edited by patches. A patch is a rectangle of bits that flip, so that it is its own inverse: undo and
 * redo apply it again. The service keeps every patch as it comes, so that a crash loses at most the stroke in
 * progress; the state of an image's draft is its base mask with the first `cursor` patches applied.
 */
export interface Draft {
  readonly baseMaskId: number;
  readonly cursor: number;
  /** In order; `position` counts from 0. */
  readonly edits: readonly DraftEdit[];
  /** The version that holds the draft's present state, null when it has not been saved as one. */
  readonly savedMaskId: number | null;
}

export interface DraftEdit extends PatchRectangle {
  readonly position: number;
  /** "brush", "eraser", "line", "threshold 0.42", "fill holes", "remove specks", "restore version 2" */
  readonly label: string;
}

export interface PatchRectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** GET /api/review/:imageId */
export interface ReviewDetail {
  readonly image: ImageDetail;
  /** The mask to show without a draft: the newest of those edited, annotated, predicted that a person would take. */
  readonly mask: MaskVersion | null;
  readonly draft: Draft | null;
  /** The newest prediction's. */
  readonly probability: { readonly sha256: Sha256; readonly threshold: number } | null;
  /** The first observer's. */
  readonly annotation: MaskVersion | null;
}

/**
 * The bits of masks and patches travel row by row without padding between rows, the first pixel in the highest bit.
 *
 * - GET /api/review/masks/:maskId/bits -> the whole mask, ceil(width * height / 8) bytes
 * - GET /api/review/:imageId/edits/:position -> the patch's bits
 * - POST /api/review/:imageId/edits?baseMaskId&position&left&top&width&height&label, body: the patch's bits,
 *   raw-deflated. Drops the edits from `position` on (undone ones) and adds this; the cursor is then position + 1.
 * - PUT /api/review/:imageId/cursor
 * - POST /api/review/:imageId/versions -> MaskVersion: saves the draft's state as a version, unless it is one
 * - DELETE /api/review/:imageId/draft
 * - PUT /api/review/:imageId/verdict
 */
export const patchQuerySchema = z.object({
  baseMaskId: z.coerce.number().int().positive(),
  position: z.coerce.number().int().min(0),
  left: z.coerce.number().int().min(0),
  top: z.coerce.number().int().min(0),
  width: z.coerce.number().int().positive(),
  height: z.coerce.number().int().positive(),
  label: z.string().min(1).max(80),
});
export type PatchQuery = z.infer<typeof patchQuerySchema>;

export const cursorSchema = z.object({ cursor: z.int().min(0) });
export const setVerdictSchema = z.object({ verdict: verdictSchema.nullable() });
