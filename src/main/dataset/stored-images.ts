import { FundusError } from '../../shared/errors.ts';
import { decodeImage, decodeMask } from '../imaging/decode.ts';
import type { Mask, Photograph } from '../imaging/raster.ts';
import { findImageByName, getFov, type ImageRow } from '../store/images.ts';
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
