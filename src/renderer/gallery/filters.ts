import { Check, CircleDashed, type LucideIcon, X } from 'lucide-react';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import type { Diagnosis } from '../../shared/domain.ts';

export const decisions = ['undecided', 'kept', 'discarded'] as const;
export type Decision = (typeof decisions)[number];

export const decisionOf = ({ isKept }: Pick<SyntheticItem, 'isKept'>): Decision =>
  isKept === null ? 'undecided' : isKept ? 'kept' : 'discarded';

/** What a decision is stored as. */
export const isKeptOf: Readonly<Record<Decision, boolean | null>> = {
  undecided: null,
  kept: true,
  discarded: false,
};

/** null: all. */
export interface GalleryFilter {
  readonly decision: Decision | null;
  readonly diagnosis: Diagnosis | null;
  readonly tag: string | null;
  readonly modelId: number | null;
  /** The photograph whose mask an image was made from. */
  readonly imageId: number | null;
}

export const noFilter: GalleryFilter = {
  decision: null,
  diagnosis: null,
  tag: null,
  modelId: null,
  imageId: null,
};

export const isFiltered = (filter: GalleryFilter) => Object.values(filter).some((value) => value !== null);

export function filterItems(
  items: readonly SyntheticItem[],
  filter: GalleryFilter,
): readonly SyntheticItem[] {
  if (!isFiltered(filter)) return items;
  const { decision, diagnosis, tag, modelId, imageId } = filter;
  return items.filter(
    (item) =>
      (decision === null || decisionOf(item) === decision) &&
      (diagnosis === null || item.diagnosis === diagnosis) &&
      (tag === null || item.tags.includes(tag)) &&
      (modelId === null || item.modelId === modelId) &&
      (imageId === null || item.imageId === imageId),
  );
}

export const sortings = ['newest', 'oldest', 'photograph', 'class'] as const;
export type Sorting = (typeof sortings)[number];

const classOrder: readonly Diagnosis[] = ['h', 'dr', 'g'];

/** @param items oldest first; @param nameOf of a photograph */
export function sortItems(
  items: readonly SyntheticItem[],
  sorting: Sorting,
  nameOf: (imageId: number) => string,
): readonly SyntheticItem[] {
  if (sorting === 'oldest') return items;
  const newestFirst = items.toReversed();
  if (sorting === 'newest') return newestFirst;
  if (sorting === 'class') {
    return newestFirst.sort((a, b) => classOrder.indexOf(a.diagnosis) - classOrder.indexOf(b.diagnosis));
  }
  const places = photographPlaces(items, nameOf);
  return newestFirst.sort((a, b) => places.get(a.imageId)! - places.get(b.imageId)!);
}

/** Comparing names for every pair of images would take seconds for 10,000. */
function photographPlaces(items: readonly SyntheticItem[], nameOf: (imageId: number) => string) {
  const collator = new Intl.Collator('en', { numeric: true });
  const ids = [...new Set(items.map(({ imageId }) => imageId))];
  ids.sort((a, b) => collator.compare(nameOf(a), nameOf(b)));
  return new Map(ids.map((id, index) => [id, index]));
}

export interface Facets {
  readonly decisions: Readonly<Record<Decision, number>>;
  readonly diagnoses: Readonly<Record<Diagnosis, number>>;
  /** By name. */
  readonly tags: readonly (readonly [tag: string, count: number])[];
  readonly models: ReadonlyMap<number, number>;
  readonly photographs: ReadonlyMap<number, number>;
}

/** How many images there are of each value that can be filtered by, whatever the filter. */
export function countFacets(items: readonly SyntheticItem[]): Facets {
  const counts = { undecided: 0, kept: 0, discarded: 0 };
  const ofClass = { h: 0, dr: 0, g: 0 };
  const tags = new Map<string, number>();
  const models = new Map<number, number>();
  const photographs = new Map<number, number>();
  const add = <Key>(map: Map<Key, number>, key: Key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const item of items) {
    counts[decisionOf(item)]++;
    ofClass[item.diagnosis]++;
    for (const tag of item.tags) add(tags, tag);
    add(models, item.modelId);
    add(photographs, item.imageId);
  }
  const sorted = [...tags].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  return { decisions: counts, diagnoses: ofClass, tags: sorted, models, photographs };
}

export interface DecisionChoice {
  readonly decision: Decision;
  readonly label: string;
  readonly key: string;
  readonly icon: LucideIcon;
}

export const decisionChoices: readonly DecisionChoice[] = [
  { decision: 'kept', label: 'Keep', key: 'K', icon: Check },
  { decision: 'discarded', label: 'Discard', key: 'D', icon: X },
  { decision: 'undecided', label: 'Undecided', key: 'U', icon: CircleDashed },
];
