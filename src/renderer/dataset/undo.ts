import type { ImageItem, UpdateImages } from '../../shared/api/images.ts';
import { call } from '../api/client.ts';
import { imagesQuery } from '../api/queries.ts';
import type { EditedList } from '../ui/edits.ts';

/** Splits and classes of photographs. */
export const imageEdits: EditedList<ImageItem, UpdateImages> = {
  query: imagesQuery,
  store: (update) => call('PATCH /images', { body: update }),
  apply: applyUpdate,
  inverse: inverseOf,
};

/** The updates that give the images back what `update` takes from them; none where it changes nothing. */
export function inverseOf(images: readonly ImageItem[], update: UpdateImages): UpdateImages[] {
  const ids = new Set(update.ids);
  const concerned = images.filter(({ id }) => ids.has(id));
  return [
    ...restored(concerned, 'split', update.split),
    ...restored(concerned, 'diagnosis', update.diagnosis),
  ];
}

/** The images as they are after the update. */
export function applyUpdate(images: readonly ImageItem[], update: UpdateImages): ImageItem[] {
  const ids = new Set(update.ids);
  const { split, diagnosis } = update;
  return images.map((image) =>
    ids.has(image.id)
      ? { ...image, ...(split !== undefined && { split }), ...(diagnosis !== undefined && { diagnosis }) }
      : image,
  );
}

function restored<Key extends 'split' | 'diagnosis'>(
  images: readonly ImageItem[],
  key: Key,
  value: ImageItem[Key] | undefined,
): UpdateImages[] {
  if (value === undefined) return [];
  const groups = Map.groupBy(
    images.filter((image) => image[key] !== value),
    (image) => image[key],
  );
  return [...groups].map(([before, members]) => ({ ids: members.map(({ id }) => id), [key]: before }));
}
