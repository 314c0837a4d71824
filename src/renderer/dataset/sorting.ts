import type { ImageItem } from '../../shared/api/images.ts';
import { verdicts } from '../../shared/api/images.ts';
import { diagnoses, splits } from '../../shared/domain.ts';

export const sortKeys = [
  'name',
  'diagnosis',
  'split',
  'verdict',
  'annotated',
  'predicted',
  'edited',
  'pixels',
  'id',
] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

export const byName: Sorting = { key: 'name', isDescending: false };

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const ranks: Readonly<Record<Exclude<SortKey, 'name'>, (image: ImageItem) => number>> = {
  diagnosis: ({ diagnosis }) => rankOf(diagnoses, diagnosis),
  split: ({ split }) => rankOf(splits, split),
  verdict: ({ verdict }) => rankOf(verdicts, verdict),
  annotated: ({ masks }) => masks.annotated,
  predicted: ({ masks }) => masks.predicted,
  edited: ({ masks }) => masks.edited,
  pixels: ({ width, height }) => width * height,
  id: ({ id }) => id,
};

/** Equals are in the order of their names, "image 2" before "image 10". What an image lacks comes last. */
export function sortImages(images: readonly ImageItem[], { key, isDescending }: Sorting): ImageItem[] {
  const sign = isDescending ? -1 : 1;
  const rank = key === 'name' ? null : ranks[key];
  return images.toSorted(
    (a, b) => (rank ? sign * (rank(a) - rank(b)) : 0) || (rank ? 1 : sign) * names.compare(a.name, b.name),
  );
}

/** Another column begins ascending; the same one turns round. */
export function nextSorting(sorting: Sorting, key: SortKey): Sorting {
  return { key, isDescending: sorting.key === key && !sorting.isDescending };
}

function rankOf<T>(values: readonly T[], value: T | null): number {
  return value === null ? values.length : values.indexOf(value);
}
