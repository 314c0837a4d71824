import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Sha256 } from '../../../shared/domain.ts';
import { thumbnailExtension } from '../../imaging/encode.ts';
import { sha256Of } from '../../store/files.ts';
import { addImage, findImageByName, getFov, type ImageRow } from '../../store/images.ts';
import { addMask, listMasks } from '../../store/masks.ts';
import type { Project } from '../../store/project.ts';
import type { PlannedImage } from '../layouts/plan.ts';
import type { PreparedAnnotation, PreparedFov, PreparedImage } from './prepare.ts';

/** Stores a new image with its masks: files first, then one transaction. If either fails, nothing of it stays. */
export async function storeImage(
  project: Project,
  planned: PlannedImage,
  prepared: PreparedImage,
): Promise<ImageRow> {
  const name = await freeName(project, planned.name);
  return withFiles(project, async (put) => {
    const sha256 = await put(prepared.bytes, prepared.extension);
    const thumbnailSha256 = await put(prepared.thumbnail, thumbnailExtension);
    const fovSha256 = await put(prepared.fov.png, 'png');
    const masks = [];
    for (const { png, observer } of prepared.annotations) {
      masks.push({ origin: 'annotated' as const, sha256: await put(png, 'png'), observer });
    }
    const { width, height, extension, stripped } = prepared;
    const { layout, fieldAngle, diagnosis, split } = planned;
    return addImage(
      project,
      {
        ...{ name, sha256, extension, width, height, diagnosis, fieldAngle, stripped, thumbnailSha256 },
        sourceLayout: layout,
        // The folders above may name a patient.
        sourceFile: basename(planned.file),
        fovDiameter: prepared.fov.diameter,
      },
      { fov: { sha256: fovSha256, origin: prepared.fov.origin }, masks, ...(split && { split }) },
    );
  });
}

/** The name itself, or with the first number that makes it one of its own: "01_h-2". */
async function freeName(project: Project, name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!(await findImageByName(project, candidate))) return candidate;
  }
}

/** Adds an annotation to an image of the project. @returns false when it has the same one already */
export async function storeAnnotation(
  project: Project,
  imageId: number,
  { png, observer }: PreparedAnnotation,
): Promise<boolean> {
  const sha256 = sha256Of(png);
  const masks = await listMasks(project, { imageId, origins: ['annotated'] });
  if (masks.some((mask) => mask.sha256 === sha256 && mask.observer === observer)) return false;
  await withFiles(project, async (put) => {
    await put(png, 'png');
    await addMask(project, { imageId, origin: 'annotated', sha256, observer });
  });
  return true;
}

/** Puts a given FOV in the place of an image's other one. @returns false when it is the same */
export async function storeFov(project: Project, imageId: number, fov: PreparedFov): Promise<boolean> {
  const sha256 = sha256Of(fov.png);
  const stored = await getFov(project, imageId);
  if (stored.sha256 === sha256 && stored.origin === fov.origin) return false;
  await withFiles(project, async (put) => {
    await put(fov.png, 'png');
    await project.db.transaction().execute(async (transaction) => {
      const { origin, diameter } = fov;
      await transaction.updateTable('fovs').set({ sha256, origin }).where('imageId', '=', imageId).execute();
      await transaction
        .updateTable('images')
        .set({ fovDiameter: diameter })
        .where('id', '=', imageId)
        .execute();
    });
  });
  return true;
}

type Put = (bytes: Uint8Array, extension: string) => Promise<Sha256>;

/** Does the work, and if it fails removes the files that it has put. */
async function withFiles<T>(project: Project, work: (put: Put) => Promise<T>): Promise<T> {
  const added: string[] = [];
  const put: Put = async (bytes, extension) => {
    const file = project.files.path(sha256Of(bytes), extension);
    const isNew = await stat(file).then(
      () => false,
      () => true,
    );
    const sha256 = await project.files.put(bytes, extension);
    if (isNew) added.push(file);
    return sha256;
  };
  try {
    return await work(put);
  } catch (error) {
    await Promise.all(added.map((file) => rm(file, { force: true })));
    throw error;
  }
}
