import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Sha256 } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import { decodeImage, decodeMask, readImageFile } from '../../imaging/decode.ts';
import { encodePng, encodeThumbnail, thumbnailExtension } from '../../imaging/encode.ts';
import { estimateFov, fovCircle } from '../../imaging/fov.ts';
import { isMarkedSynthetic, type StrippedImage, stripMetadata } from '../../imaging/metadata.ts';
import type { Mask, Raster } from '../../imaging/raster.ts';
import { sha256Of } from '../../store/files.ts';
import { addImage, findImageByName, getFov, type ImageRow } from '../../store/images.ts';
import { addMask, listMasks } from '../../store/masks.ts';
import type { Project } from '../../store/project.ts';
import type { FovOrigin } from '../../store/schema.ts';
import type { PlannedImage, PlannedMask } from '../layouts/plan.ts';

/** An image, all checked and encoded: nothing but writing can fail any more. */
export interface PreparedImage extends StrippedImage {
  readonly width: number;
  readonly height: number;
  readonly thumbnail: Uint8Array;
  readonly annotations: readonly PreparedAnnotation[];
  readonly fov: PreparedFov;
}

export interface PreparedAnnotation {
  readonly file: string;
  readonly observer: string | null;
  readonly png: Uint8Array;
}

export interface PreparedFov {
  /** Null where it is estimated. */
  readonly file: string | null;
  readonly origin: FovOrigin;
  readonly png: Uint8Array;
  /** The diameter of its circle, in pixels. */
  readonly diameter: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes an image with its masks, strips the metadata, estimates the FOV where none is given.
 *
 * @throws FundusError that names the file which is truncated, no picture, of another size, synthetic, ...
 */
export async function prepareImage(image: PlannedImage): Promise<PreparedImage> {
  const bytes = await readImageFile(image.file);
  if (isMarkedSynthetic(bytes)) throw notAPhotograph(image.file);
  const raster = await decodeImage(bytes, image.file);
  const annotations: PreparedAnnotation[] = [];
  for (const planned of image.annotations) annotations.push(await prepareAnnotation(planned, raster));
  return {
    ...(await stripMetadata(bytes, raster)),
    width: raster.width,
    height: raster.height,
    thumbnail: await encodeThumbnail(raster),
    annotations,
    fov: image.fov ? await prepareFov(image.fov, raster) : await estimatedFov(raster),
  };
}

function notAPhotograph(file: string): FundusError {
  return new FundusError('synthetic', 'The picture is synthetic, not a photograph', {
    file,
    hint: 'networks learn from photographs: import those that the synthetic images were made from',
  });
}

/** Vessels cover 5-15 % of a photograph. */
const largestVesselShare = 0.5;

/**
 * @param size of the image
 * @throws FundusError 'size-mismatch', 'bad-mask', or as `decodeMask` does
 */
export async function prepareAnnotation(
  { file, observer }: PlannedMask,
  size: Size,
): Promise<PreparedAnnotation> {
  const mask = await decodeMaskOf(file, size);
  const share = shareOf(mask);
  if (share > largestVesselShare) {
    throw new FundusError('bad-mask', `The annotation marks ${percent(share)} of the picture as vessels`, {
      file,
      hint: 'vessels are white on black; a mask of the field of view belongs into a folder "mask"',
    });
  }
  return { file, observer, png: await encodePng(mask) };
}

/** The narrowest fields of view, of round pictures in wide frames, still cover more. */
const smallestFovShare = 0.2;

/**
 * @param size of the image
 * @throws FundusError 'size-mismatch', 'bad-mask', or as `decodeMask` does
 */
export async function prepareFov({ file }: PlannedMask, size: Size): Promise<PreparedFov> {
  const mask = await decodeMaskOf(file, size);
  const share = shareOf(mask);
  if (share < smallestFovShare) {
    throw new FundusError('bad-mask', `The field of view covers only ${percent(share)} of the picture`, {
      file,
      hint: 'the field of view is white on black; annotated vessels belong into a folder "masks" or "manual1"',
    });
  }
  return { file, origin: 'given', ...(await encodedFov(mask)) };
}

async function estimatedFov(raster: Raster): Promise<PreparedFov> {
  return { file: null, origin: 'estimated', ...(await encodedFov(estimateFov(raster))) };
}

async function encodedFov(mask: Mask): Promise<Pick<PreparedFov, 'png' | 'diameter'>> {
  return { png: await encodePng(mask), diameter: fovCircle(mask).diameter };
}

async function decodeMaskOf(file: string, size: Size): Promise<Mask> {
  const mask = await decodeMask(file);
  if (mask.width === size.width && mask.height === size.height) return mask;
  throw new FundusError(
    'size-mismatch',
    `The mask has ${mask.width} x ${mask.height} pixels; expected are its image's ${size.width} x ${size.height}`,
    { file, hint: 'export the mask at the size of its image' },
  );
}

function shareOf({ data }: Mask): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) count += data[i]!; // For-of takes ten times as long.
  return count / data.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

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
