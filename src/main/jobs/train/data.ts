import type { Split } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { annotationOf, readMask, readPhotograph } from '../../dataset/stored-images.ts';
import { type Canvas, fitToCanvas, placeCoverage, placeMask, placeRaster } from '../../imaging/canvas.ts';
import { fovCircle } from '../../imaging/fov.ts';
import type { Raster } from '../../imaging/raster.ts';
import { resizeMask } from '../../imaging/resize.ts';
import type { CameraScale } from '../../imaging/scale.ts';
import { toScale } from '../../inference/segment-image.ts';
import { type ImageRow, listImages } from '../../store/images.ts';
import type { MaskRow } from '../../store/masks.ts';
import type { Project } from '../../store/project.ts';
import { type SegmenterImage, type SegmenterInput, segmenterInput } from '../../training/segmenter/data.ts';
import { oversampling, type SynthesizerImage } from '../../training/synthesizer/data.ts';

export interface StoredSegmenterImage extends SegmenterImage {
  readonly row: ImageRow;
}

export interface SegmenterData {
  readonly training: readonly StoredSegmenterImage[];
  /** Images that no step sees; empty unless the project or the options have some. */
  readonly validation: readonly StoredSegmenterImage[];
}

/**
 * Reads the annotated images of the splits "train" and "val" at the working scale: 5 bytes a pixel. Without any in
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
  const images: StoredSegmenterImage[] = [];
  for (const one of [...training, ...validation]) {
    throwIfCancelled(ctx.signal);
    const total = training.length + validation.length;
    images.push(await readSegmenterImage(project, one, scale));
    ctx.report({ phase: 'Reading', done: images.length, total, detail: one.row.name });
  }
  return { training: images.slice(0, training.length), validation: images.slice(training.length) };
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
async function readSegmenterImage(
  project: Project,
  { row, annotation }: Annotated,
  scale: CameraScale,
): Promise<StoredSegmenterImage> {
  const { raster, fov } = await toScale(await readPhotograph(project, row), scale);
  const vessels = resizeMask(await readMask(project, annotation.sha256), fov.width, fov.height);
  return { row, photograph: raster, vessels, fov };
}

/** The same as a network is given it. @throws FundusError 'no-data' when the field of view is empty */
export const readSegmenterInput = async (
  project: Project,
  image: Annotated,
  scale: CameraScale,
): Promise<SegmenterInput> => segmenterInput(await readSegmenterImage(project, image, scale));

export interface StoredSynthesizerImage extends SynthesizerImage {
  readonly row: ImageRow;
  /** Diameter of the field of view on the canvas in pixels. */
  readonly fovDiameter: number;
}

/**
 * Reads the annotated photographs of the training split as they lie on the canvas; one without a diagnosis counts
 * as healthy.
 * @throws FundusError 'no-data' without any
 */
export async function readSynthesizerData(
  project: Project,
  canvas: Canvas,
  ctx: JobContext,
): Promise<StoredSynthesizerImage[]> {
  const rows = await listImages(project, { split: 'train' });
  const images: StoredSynthesizerImage[] = [];
  for (const [index, row] of rows.entries()) {
    throwIfCancelled(ctx.signal);
    const annotation = await annotationOf(project, row.id);
    if (annotation) images.push(await readImage(project, row, annotation, canvas));
    ctx.report({ phase: 'Reading', done: index + 1, total: rows.length, detail: row.name });
  }
  if (images.length > 0) return images;
  throw new FundusError('no-data', 'The training split has no annotated photograph', {
    hint: 'import photographs with vessel annotations, if need be with --split train',
  });
}

async function readImage(
  project: Project,
  row: ImageRow,
  annotation: MaskRow,
  canvas: Canvas,
): Promise<StoredSynthesizerImage> {
  const photograph = await readPhotograph(project, row);
  const placement = fitToCanvas(photograph.fov, {
    width: Math.round(canvas.width * oversampling),
    height: Math.round(canvas.height * oversampling),
  });
  return {
    row,
    photograph: toRgb(await placeRaster(photograph.raster, placement)),
    vessels: placeCoverage(await readMask(project, annotation.sha256), placement),
    fov: placeMask(photograph.fov, placement),
    diagnosis: row.diagnosis ?? 'h',
    fovDiameter: (fovCircle(photograph.fov).diameter * placement.width) / photograph.fov.width / oversampling,
  };
}

function toRgb(raster: Raster): Raster {
  if (raster.channels === 3) return raster;
  const data = Uint8Array.from({ length: 3 * raster.data.length }, (_, i) => raster.data[Math.floor(i / 3)]!);
  return { ...raster, channels: 3, data };
}
