import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { readMask } from '../../dataset/stored-images.ts';
import { countConfusion, scoresOf } from '../../evaluation/segmentation-metrics.ts';
import { fitToCanvas, placeMask } from '../../imaging/canvas.ts';
import type { Mask, Raster } from '../../imaging/raster.ts';
import { segmentImage } from '../../inference/segment-image.ts';
import { drawStyle, type ImageRecipe, synthesizeImage } from '../../inference/synthesize-image.ts';
import { openNearestSegmenter } from '../../models/consistency-segmenter.ts';
import type { OpenSegmenter } from '../../models/open.ts';
import type { SynthesizerCard } from '../../networks/card.ts';
import type { AccuracyCheck } from '../../quantization/guard.ts';
import type { NetworkSession } from '../../runtime/session.ts';
import { getFov } from '../../store/images.ts';
import type { Project } from '../../store/project.ts';
import { type Annotated, annotatedImages } from '../train/data.ts';
import { divideImages, type QuantizeOptions, type QuantizeTask, quantizeDefaults } from './task.ts';

const checkedImages = 6;
/** The first of them, on which single layers are compared. */
const sampledImages = 2;

/**
 * Calibrates on pictures made from annotations of the training split, each of a style of its own, and compares
 * pictures of other training annotations: by the mean difference of their pixels from those of the float32 network,
 * and by consistency, the Dice coefficient of the mask and of what the segmenter nearest in scale finds.
 * @throws FundusError 'no-data' without a float32 segmenter
 */
export async function synthesizerTask(
  project: Project,
  card: SynthesizerCard,
  options: QuantizeOptions,
  ctx: JobContext,
): Promise<QuantizeTask> {
  const { images = quantizeDefaults.images, threads } = options;
  const divided = divideImages(await annotatedImages(project, 'train'), images, checkedImages);
  const calibration = await readRecipes(project, card, divided.calibration, 0);
  const checked = await readRecipes(project, card, divided.checked, 1);
  const segmenter = await openNearestSegmenter(project, card, threads);
  return {
    calibrationImages: divided.calibration.map(({ row }) => row.name),
    judgedImages: divided.checked.map(({ row }) => row.name),
    conditions:
      `${card.canvas.width} x ${card.canvas.height} pixels, inside the field of view; pixel difference from float32 in ` +
      `0..255, consistency by ${segmenter.model.name}; means over the images`,
    async calibrate(session, { report, signal }) {
      for (const [done, recipe] of calibration.entries()) {
        throwIfCancelled(signal);
        report({ phase: 'Calibrating', done, total: calibration.length });
        await synthesizeImage(session, recipe);
      }
    },
    check: synthesizerCheck(checked, segmenter, card, options, ctx.signal),
    release: () => segmenter.session.release(),
  };
}

/** @param seed of the styles and the noise, with the image's place in the list */
export async function readRecipes(
  project: Project,
  { canvas, styleSize }: SynthesizerCard,
  images: readonly Annotated[],
  seed: number,
): Promise<ImageRecipe[]> {
  const recipes: ImageRecipe[] = [];
  for (const { row, annotation } of images) {
    const fov = await readMask(project, (await getFov(project, row.id)).sha256);
    const placement = fitToCanvas(fov, canvas);
    const own = 2 * recipes.length + seed;
    recipes.push({
      mask: placeMask(await readMask(project, annotation.sha256), placement),
      fov: placeMask(fov, placement),
      diagnosis: row.diagnosis ?? 'h',
      style: drawStyle(own, styleSize),
      seed: own,
    });
  }
  return recipes;
}

export function synthesizerCheck(
  recipes: readonly ImageRecipe[],
  segmenter: OpenSegmenter,
  { fieldAngle }: SynthesizerCard,
  {
    consistencyLimit = quantizeDefaults.consistencyLimit,
    pixelLimit = quantizeDefaults.pixelLimit,
  }: QuantizeOptions,
  signal: AbortSignal,
): AccuracyCheck {
  /** The pictures of the float32 network, which is measured first. */
  let reference: readonly Raster[] | undefined;
  return {
    limits: [
      { name: 'consistency', most: consistencyLimit, loss: (a, b) => a.consistency! - b.consistency! },
      { name: 'pixel difference', most: pixelLimit, loss: (_, after) => after.pixelDifference! },
    ],
    async sample(session) {
      const rasters = await synthesizeAll(session, recipes.slice(0, sampledImages), signal);
      return rasters.map(({ data }) => Float32Array.from(data));
    },
    async measure(session, at) {
      const rasters = await synthesizeAll(session, recipes, signal);
      reference ??= rasters;
      let [consistency, pixelDifference] = [0, 0];
      for (const [index, raster] of rasters.entries()) {
        at(index, rasters.length);
        const { mask: truth, fov } = recipes[index]!;
        const { probability } = await segmentImage(
          segmenter.session,
          segmenter.settings,
          { raster, fov, fieldAngle },
          signal,
        );
        const { threshold } = segmenter.settings;
        consistency += scoresOf(countConfusion({ probability, truth, fov }, threshold)).f1 / rasters.length;
        pixelDifference += meanPixelDifference(raster, reference[index]!, fov) / rasters.length;
      }
      return { consistency, pixelDifference };
    },
  };
}

async function synthesizeAll(
  session: NetworkSession,
  recipes: readonly ImageRecipe[],
  signal: AbortSignal,
): Promise<Raster[]> {
  const rasters: Raster[] = [];
  for (const recipe of recipes) {
    throwIfCancelled(signal);
    rasters.push(await synthesizeImage(session, recipe));
  }
  return rasters;
}

/** In 0..255, over the channels of the pixels inside the field of view. */
function meanPixelDifference(a: Raster, b: Raster, fov: Mask): number {
  let [total, count] = [0, 0];
  for (let i = 0; i < a.data.length; i++) {
    if (fov.data[Math.floor(i / a.channels)] !== 1) continue;
    total += Math.abs(a.data[i]! - b.data[i]!);
    count++;
  }
  return count === 0 ? 0 : total / count;
}
