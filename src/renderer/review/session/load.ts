import type { Draft, ReviewDetail } from '../../../shared/api/review.ts';
import { getBytes, ServiceError } from '../../api/client.ts';
import { readChannel } from '../canvas/photo-levels.ts';
import { applyPatch } from '../mask/patch.ts';
import type { Raster } from '../mask/raster.ts';
import type { Edit, SessionParts } from './edit-session.ts';
import { getEditBits, getMask } from './requests.ts';

/** At once; the browser allows six to a host. */
const concurrentReads = 6;

/** A photograph's pixels. @throws ServiceError */
export function loadPhoto({ image }: ReviewDetail, signal: AbortSignal): Promise<ImageBitmap> {
  return loadPicture(image.sha256, image.extension, signal);
}

/**
 * What a session begins with, null when the image has no mask.
 * @throws ServiceError
 */
export async function loadParts(detail: ReviewDetail, signal: AbortSignal): Promise<SessionParts | null> {
  const { image, mask, draft, annotation, probability } = detail;
  const baseMaskId = draft?.baseMaskId ?? mask?.id;
  if (baseMaskId === undefined) return null;
  const [base, fov, likelihood, reference, edits] = await Promise.all([
    getMask(baseMaskId, image, signal),
    loadGrey(image.fov.sha256, signal),
    probability && loadGrey(probability.sha256, signal),
    annotation && getMask(annotation.id, image, signal),
    draft ? loadEdits(image.id, draft, signal) : [],
  ]);
  for (let i = 0; i < fov.data.length; i++) fov.data[i] = fov.data[i]! >= 128 ? 1 : 0;
  const cursor = draft?.cursor ?? 0;
  for (const { patch } of edits.slice(0, cursor)) applyPatch(base, patch);
  return {
    detail,
    baseMaskId,
    mask: base,
    fov,
    probability: likelihood,
    annotation: reference,
    edits,
    cursor,
  };
}

async function loadEdits(imageId: number, { edits }: Draft, signal: AbortSignal): Promise<Edit[]> {
  const loaded: Edit[] = [];
  const rest = edits.values();
  const worker = async () => {
    for (const { position, label, left, top, width, height } of rest) {
      const bits = await getEditBits(imageId, position, signal);
      loaded[position] = { label, patch: { rectangle: { left, top, width, height }, bits } };
    }
  };
  await Promise.all(Array.from({ length: concurrentReads }, worker));
  return loaded;
}

async function loadGrey(sha256: string, signal: AbortSignal): Promise<Raster> {
  const bitmap = await loadPicture(sha256, 'png', signal);
  const raster = readChannel(bitmap, 0);
  bitmap.close();
  return raster;
}

/** Colours as they are stored: no profile, no premultiplication changes them. */
async function loadPicture(
  sha256: string,
  extension: 'jpg' | 'png',
  signal: AbortSignal,
): Promise<ImageBitmap> {
  const bytes = await getBytes(`/files/${sha256}.${extension}`, signal);
  return createImageBitmap(new Blob([bytes]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch((cause: unknown) => {
    throw new ServiceError('damaged', 'A picture of the project cannot be shown', {
      file: `${sha256}.${extension}`,
      hint: cause instanceof Error ? cause.message : 'it may be damaged',
    });
  });
}
