import type { Split } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { annotationOf, readMask, readPhotograph } from '../../dataset/stored-images.ts';
import { channelScores } from '../../imaging/normalize.ts';
import type { Raster } from '../../imaging/raster.ts';
import { resizeMask, resizeRaster } from '../../imaging/resize.ts';
import type { CameraScale } from '../../imaging/scale.ts';
import { toNetworkInput, toScale } from '../../inference/segment-image.ts';
import { type ImageRow, listImages } from '../../store/images.ts';
import type { MaskRow } from '../../store/masks.ts';
import type { Project } from '../../store/project.ts';
import type { TrainingImage } from '../../training/augmentation.ts';
import type { SegmenterPhotograph } from '../../training/segmenter-program.ts';
import { centralPicture } from '../../training/validation-window.ts';

export interface StoredTrainingImage extends TrainingImage {
  readonly row: ImageRow;
}

export interface SegmenterData {
  readonly training: readonly StoredTrainingImage[];
  /** Images that no step sees; empty unless the project or the options have some. */
  readonly validation: readonly StoredTrainingImage[];
}

/**
 * Reads the annotated images of the splits "train" and "val" at the working scale: 14 bytes a pixel. Without any in
 * "val", `holdOut` of the training images, evenly spread over their names, are taken for validation instead.
 * @throws FundusError 'no-data' when none is left to train on
 */
export async function readSegmenterData(
  project: Project,
  scale: CameraScale,
  holdOut: number,
  ctx: JobContext,
): Promise<SegmenterData> {
  const [train, val] = [await annotatedImages(project, 'train'), await annotatedImages(project, 'val')];
  const isHeldOut = (index: number) =>
    val.length === 0 &&
    Math.floor(((index + 1) * holdOut) / train.length) > Math.floor((index * holdOut) / train.length);
  const training = train.filter((_, index) => !isHeldOut(index));
  if (training.length === 0) {
    throw new FundusError('no-data', 'No annotated photograph is left in the training split', {
      hint: 'import photographs with vessel annotations, if need be with --split train',
    });
  }
  const validation = [...val, ...train.filter((_, index) => isHeldOut(index))];
  const images: StoredTrainingImage[] = [];
  for (const one of [...training, ...validation]) {
    throwIfCancelled(ctx.signal);
    const total = training.length + validation.length;
    images.push(await readTrainingImage(project, one, scale));
    ctx.report({ phase: 'Reading', done: images.length, total, detail: one.row.name });
  }
  return { training: images.slice(0, training.length), validation: images.slice(training.length) };
}

/** What a validation looks at: the training images where there are no others. */
export function seenInValidation({ training, validation }: SegmenterData): readonly StoredTrainingImage[] {
  return validation.length > 0 ? validation : training;
}

/** The windows of photographs that a validation looks at, as they are seen: at the working scale, not normalised. */
export async function readWindows(
  project: Project,
  images: readonly StoredTrainingImage[],
): Promise<Raster[]> {
  const windows: Raster[] = [];
  for (const { row, width, height } of images) {
    const { raster } = await readPhotograph(project, row);
    windows.push(centralPicture(await resizeRaster(raster, width, height)));
  }
  return windows;
}

export interface Annotated {
  readonly row: ImageRow;
  readonly annotation: MaskRow;
}

/** The images of a split that have an annotation, with the one that networks learn from. */
export async function annotatedImages(project: Project, split: Split): Promise<Annotated[]> {
  const found: Annotated[] = [];
  for (const row of await listImages(project, { split })) {
    const annotation = await annotationOf(project, row.id);
    if (annotation) found.push({ row, annotation });
  }
  return found;
}

/** The photograph at the working scale, and its annotation. */
export async function readTrainingImage(
  project: Project,
  { row, annotation }: Annotated,
  scale: CameraScale,
): Promise<StoredTrainingImage> {
  const { image, fov } = await toNetworkInput(await readPhotograph(project, row), scale);
  const { width, height } = fov;
  const vessel = resizeMask(await readMask(project, annotation.sha256), width, height);
  return { row, width, height, image, vessel: vessel.data, fov: fov.data };
}

/** The levels of an image at the working scale, and what it is normalised by. */
export async function readLevels(
  project: Project,
  { row, vessel }: StoredTrainingImage,
  scale: CameraScale,
): Promise<SegmenterPhotograph> {
  const { raster, fov } = await toScale(await readPhotograph(project, row), scale);
  const { width, height, channels } = raster;
  const scores = channelScores(raster, fov);
  // A grey photograph is grey in all three.
  const channelOf = (channel: number) => Math.min(channel, channels - 1);
  const pixels = width * height;
  const levels = new Uint8Array(3 * pixels);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0, at = channelOf(channel); i < pixels; i++, at += channels)
      levels[channel * pixels + i] = raster.data[at]!;
  }
  return {
    width,
    height,
    levels,
    vessel,
    fov: fov.data,
    scores: [0, 1, 2].map((channel) => scores[channelOf(channel)]!),
  };
}
