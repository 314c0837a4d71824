import type { ImageItem, Verdict } from '../../shared/api/images.ts';
import type { Diagnosis, Split } from '../../shared/domain.ts';

/** Which images are listed; null lists all. */
export interface ReviewFilter {
  readonly state: 'to-review' | Verdict | null;
  readonly diagnosis: Diagnosis | null;
  readonly split: Split | null;
}

export const noFilter: ReviewFilter = { state: null, diagnosis: null, split: null };

/** @param shown is listed whatever the filter, so that a verdict does not make the image in hand disappear */
export function filterImages(
  images: readonly ImageItem[],
  { state, diagnosis, split }: ReviewFilter,
  shown: number | undefined,
): readonly ImageItem[] {
  return images.filter(
    (image) =>
      image.id === shown ||
      ((state === null || (image.verdict ?? 'to-review') === state) &&
        (diagnosis === null || image.diagnosis === diagnosis) &&
        (split === null || image.split === split)),
  );
}

export const hasMask = ({ masks }: ImageItem) => masks.annotated + masks.predicted + masks.edited > 0;

export const countReviewed = (images: readonly ImageItem[]) =>
  images.filter(({ verdict }) => verdict !== null).length;

/** The image so many places on in the list, undefined past its ends. */
export function neighbour(
  images: readonly ImageItem[],
  id: number | undefined,
  step: 1 | -1,
): ImageItem | undefined {
  const at = images.findIndex((image) => image.id === id);
  return at < 0 ? images[0] : images[at + step];
}
