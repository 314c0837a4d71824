import { FundusError } from '../../shared/errors.ts';
import type { SegmentationResult } from '../../shared/jobs/results.ts';
import { type JobContext, throwIfCancelled } from '../../shared/progress.ts';
import { imagesByName, readMask, readPhotograph } from '../dataset/stored-images.ts';
import { encodePng } from '../imaging/encode.ts';
import { toGrey } from '../imaging/scale.ts';
import { type Segmentation, segmentImage } from '../inference/segment-image.ts';
import { type OpenSegmenter, openSegmenter, type SegmenterOptions } from '../models/open.ts';
import { getFov, type ImageRow, listImages } from '../store/images.ts';
import { addMask, latestMask, listMasks } from '../store/masks.ts';
import type { ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';

export interface SegmentOptions extends SegmenterOptions {
  /** Names of images; by default all. */
  readonly images?: readonly string[] | undefined;
  /** An instant (ISO 8601): what the model has predicted since then is not predicted again. */
  readonly since?: string;
}

type SegmentedImage = SegmentationResult['images'][number];

/**
 * Predicts a vessel mask and a probability map for images of the project and stores them as new versions, unless
 * the newest prediction is the same already.
 * @throws FundusError 'no-data' without photographs; 'cancelled' between or within images; those done are kept
 */
export async function segmentProject(
  project: Project,
  options: SegmentOptions,
  ctx: JobContext,
): Promise<SegmentationResult> {
  const images = options.images ? await imagesByName(project, options.images) : await listImages(project);
  if (images.length === 0) {
    throw new FundusError('no-data', 'The project has no photographs', {
      hint: 'import some first',
    });
  }
  const segmenter = await openSegmenter(project, options);
  const done: SegmentedImage[] = [];
  try {
    for (const image of images) {
      throwIfCancelled(ctx.signal);
      ctx.report({
        phase: 'Extracting vessels',
        done: done.length,
        total: images.length,
        detail: image.name,
      });
      const earlier = await predictedSince(project, image, segmenter.model, options.since);
      done.push(earlier ?? (await segmentStoredImage(project, image, segmenter, ctx.signal)));
    }
  } finally {
    await segmenter.session.release();
  }
  ctx.report({ phase: 'Extracting vessels', done: done.length, total: images.length });
  return { model: segmenter.model.name, images: done };
}

async function predictedSince(
  project: Project,
  image: ImageRow,
  { id: modelId }: ModelRow,
  since: string | undefined,
): Promise<SegmentedImage | undefined> {
  if (since === undefined) return undefined;
  const masks = await listMasks(project, { imageId: image.id, origins: ['predicted'], modelId });
  const mask = masks.findLast(({ createdAt }) => createdAt >= since);
  if (!mask) return undefined;
  const fov = await readMask(project, (await getFov(project, image.id)).sha256);
  const vessels = await readMask(project, mask.sha256);
  const vesselShare = countOnes(vessels.data) / countOnes(fov.data);
  return { image: image.name, maskId: mask.id, vesselShare, seconds: 0 };
}

async function segmentStoredImage(
  project: Project,
  image: ImageRow,
  { session, settings, model }: OpenSegmenter,
  signal: AbortSignal,
): Promise<SegmentedImage> {
  const start = performance.now();
  const photograph = await readPhotograph(project, image);
  const segmentation = await segmentImage(session, settings, photograph, signal);
  const maskId = await storeSegmentation(project, image.id, model.id, segmentation);
  const vesselShare = countOnes(segmentation.mask.data) / countOnes(photograph.fov.data);
  return { image: image.name, maskId, vesselShare, seconds: (performance.now() - start) / 1000 };
}

async function storeSegmentation(
  project: Project,
  imageId: number,
  modelId: number,
  { mask, probability }: Segmentation,
): Promise<number> {
  const sha256 = await project.files.put(await encodePng(mask), 'png');
  const probabilitySha256 = await project.files.put(await encodePng(toGrey(probability)), 'png');
  const latest = await latestMask(project, imageId, ['predicted']);
  const isSame =
    latest?.modelId === modelId && latest.sha256 === sha256 && latest.probabilitySha256 === probabilitySha256;
  if (isSame) return latest.id;
  const row = await addMask(project, { imageId, origin: 'predicted', sha256, probabilitySha256, modelId });
  return row.id;
}

function countOnes(data: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) count += data[i]!;
  return count;
}
