import type { ImageItem, UpdateImages } from '../../shared/api/images.ts';
import { assignSplits, groupByPatient, personByEye } from '../../shared/assign-splits.ts';
import { type Split, splits } from '../../shared/domain.ts';

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
