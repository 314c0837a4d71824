import { type ImageItem, verdicts } from '../../shared/api/images.ts';
import { diagnoses, splits } from '../../shared/domain.ts';

/** What an image has of each facet, as the filters know it; 'none' where it has nothing. */
const facets = {
  diagnosis: (image: ImageItem): readonly string[] => [image.diagnosis ?? 'none'],
  split: (image: ImageItem): readonly string[] => [image.split ?? 'none'],
  verdict: (image: ImageItem): readonly string[] => [image.verdict ?? 'none'],
  masks: maskValuesOf,
};
export type Facet = keyof typeof facets;
export const facetNames: readonly Facet[] = ['diagnosis', 'split', 'verdict', 'masks'];

/** Values of one facet are alternatives, and an empty list is no filter; an image must pass all facets and the text. */
export type ImageFilter = { readonly text: string } & Readonly<Record<Facet, readonly string[]>>;

export const noFilter: ImageFilter = { text: '', diagnosis: [], split: [], verdict: [], masks: [] };

export function isFiltering(filter: ImageFilter): boolean {
  return filter.text.trim() !== '' || facetNames.some((facet) => filter[facet].length > 0);
}

export function filterImages(images: readonly ImageItem[], filter: ImageFilter): ImageItem[] {
  const hasText = textTest(filter.text);
  return images.filter(
    (image) => hasText(image) && facetNames.every((facet) => passes(image, facet, filter[facet])),
  );
}

export type FacetCounts = Readonly<Record<Facet, ReadonlyMap<string, number>>>;

/** How many images each value of a facet would show, were it chosen: those that pass the text and all other facets. */
export function countFacets(images: readonly ImageItem[], filter: ImageFilter): FacetCounts {
  const hasText = textTest(filter.text);
  const counts = { diagnosis: new Map(), split: new Map(), verdict: new Map(), masks: new Map() };
  for (const image of images) {
    if (!hasText(image)) continue;
    const failed = facetNames.filter((facet) => !passes(image, facet, filter[facet]));
    for (const facet of failed.length === 0 ? facetNames : failed.length === 1 ? failed : []) {
      for (const value of facets[facet](image)) {
        counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
      }
    }
  }
  return counts;
}

export function toggleValue(filter: ImageFilter, facet: Facet, value: string): ImageFilter {
  const values = filter[facet];
  const isChosen = values.includes(value);
  return { ...filter, [facet]: isChosen ? values.filter((other) => other !== value) : [...values, value] };
}

function passes(image: ImageItem, facet: Facet, wanted: readonly string[]): boolean {
  return wanted.length === 0 || facets[facet](image).some((value) => wanted.includes(value));
}

/** Every word must be in the name, whatever its case. */
function textTest(text: string): (image: ImageItem) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ name }) => words.length === 0 || words.every((word) => name.toLowerCase().includes(word));
}

function maskValuesOf({ masks }: ImageItem): readonly string[] {
  const values: string[] = [];
  values.push(masks.annotated > 0 ? 'annotated' : 'not-annotated');
  if (masks.predicted > 0) values.push('predicted');
  if (masks.edited > 0) values.push('edited');
  if (masks.annotated + masks.predicted + masks.edited === 0) values.push('none');
  return values;
}

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
