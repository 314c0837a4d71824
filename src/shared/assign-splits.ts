import type { Split } from './domain.ts';

/** Shares of the images; the order decides between equals. */
const shares: readonly (readonly [Split, number])[] = [
  ['train', 0.7],
  ['test', 0.15],
  ['val', 0.15],
];

export interface SplitItem {
  /** What must stay together: a patient. */
  readonly group: number;
  /** What should be spread evenly: the class. */
  readonly stratum: string;
  /** Orders the groups: a hash, so that neither names nor the order of import matter. */
  readonly key: string;
}

interface Group {
  readonly id: number;
  readonly key: string;
  readonly strata: Map<string, number>;
  readonly size: number;
}

/**
 * Divides groups of images into train, val and test (70, 15 and 15 % of the images as nearly as whole groups
 * allow, in each class too): the same items always divide in the same way, a group never falls apart, and no split
 * stays empty while there are three groups. Greedy: the largest group first, to the split that lacks most.
 */
export function assignSplits(items: readonly SplitItem[]): Map<number, Split> {
  const groups = gather(items);
  const totals = countStrata(items);
  const filled = new Map(shares.map(([split]) => [split, new Map<string, number>()]));
  const assigned = new Map<number, Split>();
  for (const [index, group] of groups.entries()) {
    const empty = shares.filter(([split]) => filled.get(split)?.size === 0);
    const candidates = groups.length - index <= empty.length ? empty : shares;
    let best: { split: Split; lack: number } | undefined;
    for (const [split, share] of candidates) {
      const lack = lackOf(group, share, filled.get(split) ?? new Map(), totals);
      if (best === undefined || lack > best.lack + 1e-9) best = { split, lack };
    }
    const split = best?.split ?? 'train';
    assigned.set(group.id, split);
    for (const [stratum, count] of group.strata) add(filled.get(split), stratum, count);
  }
  return assigned;
}

/** How much a split lacks of its share, of all images and of the group's classes, as fractions of those. */
function lackOf(
  group: Group,
  share: number,
  filled: ReadonlyMap<string, number>,
  totals: ReadonlyMap<string, number>,
): number {
  let lack = share - sum(filled) / sum(totals);
  for (const [stratum, count] of group.strata) {
    const have = (filled.get(stratum) ?? 0) / (totals.get(stratum) ?? 1);
    lack += (share - have) * (count / group.size);
  }
  return lack;
}

function gather(items: readonly SplitItem[]): Group[] {
  const byGroup = Map.groupBy(items, (item) => item.group);
  return [...byGroup]
    .map(([id, members]) => ({
      id,
      key: members.map((member) => member.key).sort()[0] ?? '',
      strata: countStrata(members),
      size: members.length,
    }))
    .sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1));
}

function countStrata(items: readonly SplitItem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) add(counts, item.stratum, 1);
  return counts;
}

function add(counts: Map<string, number> | undefined, stratum: string, count: number): void {
  counts?.set(stratum, (counts.get(stratum) ?? 0) + count);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((a, b) => a + b, 0);
}

/** "Image_01L", "10_left", "P12-OD": what precedes the eye names the person. */
const eyeSuffix = /^(.*\d)[_-]?(?:l|r|left|right|od|os)$/i;

/** A name without the eye that it ends with: equal for both eyes of a person. */
export function personByEye(name: string): string {
  return eyeSuffix.exec(name)?.[1] ?? name;
}

/**
 * Groups photographs by person: image id -> the lowest image id of that person.
 * Data that are split must be split by person, as the two eyes of one person resemble each other.
 */
export function groupByPatient<T extends { readonly id: number }>(
  images: readonly T[],
  personOf: (image: T) => string,
): Map<number, number> {
  const firstOf = new Map<string, number>();
  const patients = new Map<number, number>();
  for (const image of [...images].sort((a, b) => a.id - b.id)) {
    const person = personOf(image);
    const first = firstOf.get(person) ?? image.id;
    firstOf.set(person, first);
    patients.set(image.id, first);
  }
  return patients;
}
