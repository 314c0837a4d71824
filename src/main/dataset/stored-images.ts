import type { MaskOrigin } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { decodeImage, decodeMask } from '../imaging/decode.ts';
import type { Mask, Photograph } from '../imaging/raster.ts';
import { findImageByName, getFov, type ImageRow } from '../store/images.ts';
import { getVerdict, listMasks, type MaskRow } from '../store/masks.ts';
import type { Project } from '../store/project.ts';

/** @throws FundusError 'not-found' for the first name that the project does not have */
export async function imagesByName(project: Project, names: readonly string[]): Promise<ImageRow[]> {
  const images: ImageRow[] = [];
  for (const name of new Set(names)) {
    const image = await findImageByName(project, name);
    if (!image) {
      throw new FundusError('not-found', `The project has no image "${name}"`, {
        hint: 'images are named as their files without extension, "01_h"',
      });
    }
    images.push(image);
  }
  return images;
}

export async function readPhotograph(project: Project, image: ImageRow): Promise<Photograph> {
  const fov = await getFov(project, image.id);
  return {
    raster: await decodeImage(await project.files.read(image.sha256, image.extension)),
    fov: await readMask(project, fov.sha256),
    fieldAngle: image.fieldAngle,
  };
}

/** A stored mask, a vessel mask or a field of view. */
export async function readMask(project: Project, sha256: string): Promise<Mask> {
  return decodeMask(await project.files.read(sha256, 'png'));
}

/** "1stHO" before "2ndHO", "manual1" before "manual2", "ah" before "vk", and before all of them nobody named. */
export function compareObservers(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '', 'en', { numeric: true });
}

interface Drawn {
  readonly origin: MaskOrigin;
  readonly observer: string | null;
}

/** The newest annotation of the first of the observers. */
export function firstAnnotation<T extends Drawn>(versions: readonly T[]): T | undefined {
  const annotations = versions.filter(({ origin }) => origin === 'annotated');
  const [first] = annotations.map(({ observer }) => observer).sort(compareObservers);
  return annotations.findLast(({ observer }) => observer === first);
}

/**
 * The mask that a person stands for: the newest of those that were edited, or accepted as they were, and of those
 * that the first observer annotated. What other observers drew is kept to compare observers with.
 *
 * @param versions of one image, by version
 */
export function standingMask<T extends Drawn>(versions: readonly T[]): T | undefined {
  const annotation = firstAnnotation(versions);
  return versions.findLast((mask) => mask.origin === 'edited' || mask === annotation);
}

/** The mask of an image as it is shown and reviewed: the one a person stands for, else the newest prediction. */
export function presentMask<T extends Drawn>(versions: readonly T[]): T | undefined {
  return standingMask(versions) ?? versions.findLast(({ origin }) => origin === 'predicted');
}

/** The mask that networks learn from: the one that a person stands for, unless it was rejected in review. */
export async function annotationOf(project: Project, imageId: number): Promise<MaskRow | undefined> {
  if ((await getVerdict(project, imageId)) === 'rejected') return undefined;
  return standingMask(await listMasks(project, { imageId, origins: ['annotated', 'edited'] }));
}
