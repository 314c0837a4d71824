import type { ImageItem } from '../../../../src/shared/api/images.ts';

/** An image of the data set with what the test does not care about filled in. */
export function imageItem(item: Partial<ImageItem> & { id: number }): ImageItem {
  return {
    name: `image ${item.id}`,
    width: 600,
    height: 400,
    diagnosis: null,
    split: null,
    verdict: null,
    masks: { annotated: 0, predicted: 0, edited: 0 },
    sha256: '0'.repeat(64),
    extension: 'jpg',
    thumbnailSha256: null,
    ...item,
  };
}

export const masks = (annotated: number, predicted = 0, edited = 0) => ({ annotated, predicted, edited });
