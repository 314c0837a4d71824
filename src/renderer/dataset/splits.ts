import type { ImageItem, UpdateImages } from '../../shared/api/images.ts';
import { assignSplits, groupByPatient, personByEye } from '../../shared/assign-splits.ts';
import { type Diagnosis, type Split, splits } from '../../shared/domain.ts';

/** Images of one split. */
export interface SplitCounts {
  readonly total: number;
  readonly annotated: number;
  readonly byClass: Readonly<Record<Diagnosis | 'none', number>>;
}

export type SplitSummary = Readonly<Record<Split | 'none', SplitCounts>>;

export function summariseSplits(images: readonly ImageItem[]): SplitSummary {
  const groups = Map.groupBy(images, ({ split }) => split ?? 'none');
  const countsOf = (split: Split | 'none') => countImages(groups.get(split) ?? []);
  return { train: countsOf('train'), val: countsOf('val'), test: countsOf('test'), none: countsOf('none') };
}

function countImages(images: readonly ImageItem[]): SplitCounts {
  const byClass = { h: 0, dr: 0, g: 0, none: 0 };
  for (const { diagnosis } of images) byClass[diagnosis ?? 'none']++;
  return { total: images.length, annotated: images.filter(isAnnotated).length, byClass };
}

const isAnnotated = ({ masks }: ImageItem) => masks.annotated > 0;

/** What stands in the way of a training or an honest evaluation, in the order of importance; null if nothing does. */
export function splitHint(summary: SplitSummary): string | null {
  const all = [...splits, 'none' as const].map((split) => summary[split]);
  if (all.every(({ total }) => total === 0)) return null;
  const annotated = all.reduce((sum, counts) => sum + counts.annotated, 0);
  if (annotated === 0) {
    return 'No image has a vessel annotation yet. The shipped networks work without; training needs annotated images.';
  }
  if (summary.train.annotated === 0) {
    return `Training needs annotated images in “training”: assign at least 2, better most of the ${annotated} that are annotated.`;
  }
  if (summary.test.annotated === 0 && annotated > 1) {
    return 'No annotated image is in “test”: keep some there, never trained on, to know how good a network is.';
  }
  return null;
}

/**
 * Divides images into train, val and test by patient, 70, 15 and 15 % in each class as nearly as that allows.
 * @param which 'unassigned' leaves the splits that there are; further images of a patient join the others
 */
export function divideImages(images: readonly ImageItem[], which: 'all' | 'unassigned'): UpdateImages[] {
  const patients = groupByPatient(images, ({ name }) => personByEye(name));
  const patientOf = ({ id }: ImageItem) => patients.get(id) ?? id;
  const known = new Map<number, Split>();
  if (which === 'unassigned') {
    for (const image of images) if (image.split) known.set(patientOf(image), image.split);
  }
  const open = images.filter((image) => which === 'all' || image.split === null);
  const assigned = assignSplits(
    open
      .filter((image) => !known.has(patientOf(image)))
      .map((image) => ({ group: patientOf(image), stratum: image.diagnosis ?? '', key: image.sha256 })),
  );
  const splitOf = (image: ImageItem) => known.get(patientOf(image)) ?? assigned.get(patientOf(image));
  return splits
    .map((split) => ({ split, ids: open.filter((image) => splitOf(image) === split).map(({ id }) => id) }))
    .filter(({ ids }) => ids.length > 0);
}
