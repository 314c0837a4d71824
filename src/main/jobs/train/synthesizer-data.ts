import { FundusError } from '../../../shared/errors.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { annotationOf, readMask, readPhotograph } from '../../dataset/stored-images.ts';
import { type Canvas, fitToCanvas, placeCoverage, placeMask, placeRaster } from '../../imaging/canvas.ts';
import { fovCircle } from '../../imaging/fov.ts';
import type { Raster } from '../../imaging/raster.ts';
import { type ImageRow, listImages } from '../../store/images.ts';
import type { MaskRow } from '../../store/masks.ts';
import type { Project } from '../../store/project.ts';
import { oversampling, type SynthesizerImage } from '../../training/synthesizer/data.ts';

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
