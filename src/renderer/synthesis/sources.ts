import type { ImageDetail, ImageItem, MaskVersion } from '../../shared/api/images.ts';
import type { Diagnosis } from '../../shared/domain.ts';
import type { MaskChoice } from '../../shared/jobs/requests.ts';

type Masked = Pick<ImageItem, 'masks' | 'verdict' | 'diagnosis'>;

const hasDrawn = ({ masks }: Masked) => masks.annotated > 0 || masks.edited > 0;

const tests: Readonly<Record<MaskChoice, (image: Masked) => boolean>> = {
  best: (image) => hasDrawn(image) || image.masks.predicted > 0,
  annotated: hasDrawn,
  reviewed: (image) => image.verdict === 'accepted' && (hasDrawn(image) || image.masks.predicted > 0),
  predicted: ({ masks }) => masks.predicted > 0,
};

/** How many photographs have a mask of each choice. */
export function countSources(images: readonly Masked[]): Record<MaskChoice, number> {
  const count = (choice: MaskChoice) => images.filter(tests[choice]).length;
  return {
    best: count('best'),
    annotated: count('annotated'),
    reviewed: count('reviewed'),
    predicted: count('predicted'),
  };
}

/**
 * The photographs whose masks take turns.
 * @param diagnosis the class to show: masks of its own photographs are used, those of all where it has none
 */
export function sourcesOf<T extends Masked>(
  images: readonly T[],
  choice: MaskChoice,
  diagnosis: Diagnosis | null,
): { readonly sources: readonly T[]; readonly isOfOtherClasses: boolean } {
  const sources = images.filter(tests[choice]);
  const ofClass = sources.filter((image) => image.diagnosis === diagnosis);
  if (diagnosis === null) return { sources, isOfOtherClasses: false };
  return ofClass.length > 0
    ? { sources: ofClass, isOfOtherClasses: false }
    : { sources, isOfOtherClasses: sources.length > 0 };
}

/** The version that a choice means, the newest of its origins. */
export function maskOf({ versions }: Pick<ImageDetail, 'versions'>, choice: MaskChoice): MaskVersion | null {
  const drawn = versions.findLast(({ origin }) => origin !== 'predicted');
  const predicted = versions.findLast(({ origin }) => origin === 'predicted');
  return (choice === 'predicted' ? predicted : choice === 'annotated' ? drawn : (drawn ?? predicted)) ?? null;
}
