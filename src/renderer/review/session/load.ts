import type { ReviewDetail } from '../../../shared/api/review.ts';
import { getBytes, ServiceError } from '../../api/client.ts';
import { readChannel } from '../../viewer/photo-pyramid.ts';
import type { Raster } from '../../viewer/raster.ts';
import { loadMask, type SessionParts } from './edit-session.ts';
import { getMask } from './requests.ts';

/** A photograph's pixels. @throws ServiceError */
export function loadPhoto({ image }: ReviewDetail, signal: AbortSignal): Promise<ImageBitmap> {
  return loadPicture(image.sha256, image.extension, signal);
}

/**
 * What a session begins with, null when the image has no mask.
 * @throws ServiceError
 */
export async function loadParts(detail: ReviewDetail, signal: AbortSignal): Promise<SessionParts | null> {
  const { image, annotation, probability } = detail;
  const [draft, fov, likelihood, reference] = await Promise.all([
    loadMask(detail, signal),
    loadGrey(image.fov.sha256, signal),
    probability && loadGrey(probability.sha256, signal),
    annotation && getMask(annotation.id, image, signal),
  ]);
  if (!draft) return null;
  for (let i = 0; i < fov.data.length; i++) fov.data[i] = fov.data[i]! >= 128 ? 1 : 0;
  return { ...draft, detail, fov, probability: likelihood, annotation: reference };
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
