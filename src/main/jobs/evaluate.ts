import type { Split } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import type { EvaluationReport } from '../../shared/jobs/results.ts';
import { type JobContext, throwIfCancelled } from '../../shared/progress.ts';
import { isAdopted } from '../dataset/review.ts';
import { imagesByName, readMask, readPhotograph, standingMask } from '../dataset/stored-images.ts';
import { SegmenterEvaluation } from '../evaluation/segmenter-evaluation.ts';
import type { Mask, Photograph } from '../imaging/raster.ts';
import { resizeMask, resizeRaster } from '../imaging/resize.ts';
import { segmentImage } from '../inference/segment-image.ts';
import { openSegmenter, parseCard, type SegmenterOptions } from '../models/open.ts';
import type { CardMetrics } from '../networks/card.ts';
import { type ImageRow, listImages } from '../store/images.ts';
import { getVerdict, listMasks, type MaskRow } from '../store/masks.ts';
import { requireModel, setModelCard } from '../store/models.ts';
import type { Project } from '../store/project.ts';

export interface EvaluateOptions extends SegmenterOptions {
  /** Whose images are evaluated; by default those of the test split. */
  readonly split?: Split | undefined;
  /** Names of images instead of a split. */
  readonly images?: readonly string[];
  /** Whose annotation is the truth ("2ndHO"); by default the mask that a person stands for, see `truthOf`. */
  readonly observer?: string;
  /**
   * Width in pixels to which wider photographs and annotations are reduced before anything else; by default they
   * keep their stored size. Figures at different resolutions do not compare.
   */
  readonly width?: number;
}

interface Annotated {
  readonly image: ImageRow;
  readonly annotation: MaskRow;
}

/**
 * Segments the annotated images anew and compares with their annotations, inside the field of view.
 * @throws FundusError 'no-data' when none of the images has an annotation; 'cancelled'
 */
export async function evaluateProject(
  project: Project,
  options: EvaluateOptions,
  ctx: JobContext,
): Promise<EvaluationReport> {
  const split = options.images ? null : (options.split ?? 'test');
  const annotated = await annotatedImages(project, split, options);
  const { model, settings, session } = await openSegmenter(project, options);
  const evaluation = new SegmenterEvaluation(settings.threshold);
  const images: EvaluationReport['images'][number][] = [];
  try {
    for (const { image, annotation } of annotated) {
      throwIfCancelled(ctx.signal);
      ctx.report({ phase: 'Evaluating', done: images.length, total: annotated.length, detail: image.name });
      const stored = await readPhotograph(project, image);
      const { photograph, truth } = await reduce(stored, await readMask(project, annotation.sha256), options);
      const { probability } = await segmentImage(session, settings, photograph, ctx.signal);
      const scores = evaluation.add({ probability, truth, fov: photograph.fov });
      const { width, height } = truth;
      images.push({ image: image.name, width, height, observer: annotation.observer, ...scores });
    }
  } finally {
    await session.release();
  }
  ctx.report({ phase: 'Evaluating', done: images.length, total: annotated.length });
  return {
    model: model.name,
    modelSha256: model.sha256,
    split,
    threshold: settings.threshold,
    images,
    summary: evaluation.summary(),
  };
}

async function annotatedImages(
  project: Project,
  split: Split | null,
  { images, observer }: EvaluateOptions,
): Promise<Annotated[]> {
  const candidates = split ? await listImages(project, { split }) : await imagesByName(project, images ?? []);
  const annotated: Annotated[] = [];
  for (const image of candidates) {
    const annotation = await truthOf(project, image.id, observer);
    if (annotation) annotated.push({ image, annotation });
  }
  if (annotated.length === 0) {
    const which = split ? `of the ${split} split` : 'named';
    const whose = observer === undefined ? '' : ` by ${observer}`;
    throw new FundusError(
      'no-data',
      `None of the ${candidates.length} images ${which} has an annotation${whose}`,
      {
        hint: 'import images with vessel annotations, or choose another split',
      },
    );
  }
  return annotated;
}

/**
 * What an image's segmentation is compared with: the observer's newest annotation, or without one the mask that a
 * person stands for, unless it was rejected in review. A prediction that was accepted as it was does not count: a
 * network would be compared with what it said itself.
 */
export async function truthOf(
  project: Project,
  imageId: number,
  observer?: string | undefined,
): Promise<MaskRow | undefined> {
  const versions = await listMasks(project, { imageId });
  if (observer !== undefined) {
    return versions.findLast((mask) => mask.origin === 'annotated' && mask.observer === observer);
  }
  if ((await getVerdict(project, imageId)) === 'rejected') return undefined;
  return standingMask(versions.filter((mask) => !isAdopted(mask, versions)));
}

async function reduce(
  photograph: Photograph,
  truth: Mask,
  { width }: EvaluateOptions,
): Promise<{ photograph: Photograph; truth: Mask }> {
  const { raster, fov } = photograph;
  if (width === undefined || width >= raster.width) return { photograph, truth };
  const height = Math.round((raster.height * width) / raster.width);
  return {
    photograph: {
      ...photograph,
      raster: await resizeRaster(raster, width, height),
      fov: resizeMask(fov, width, height),
    },
    truth: resizeMask(truth, width, height),
  };
}

/**
 * Notes an evaluation in the card of its model, in the place of an earlier one on the same images and conditions.
 * @throws FundusError 'bad-model' when the model has no complete card
 */
export async function recordEvaluation(project: Project, report: EvaluationReport): Promise<void> {
  const model = await requireModel(project, report.model);
  const card = parseCard(model);
  const entry = await metricsOf(project, report);
  const others = card.metrics.filter(
    ({ on, conditions }) => on !== entry.on || conditions !== entry.conditions,
  );
  await setModelCard(project, model.id, { ...card, metrics: [...others, entry] });
}

async function metricsOf(project: Project, report: EvaluationReport): Promise<CardMetrics> {
  const names = report.images.map(({ image }) => image);
  const layouts = (await imagesByName(project, names)).map(({ sourceLayout }) => sourceLayout);
  const distinct = (values: readonly string[]) => [...new Set(values)].join(', ');
  const which = report.split ? ` of the ${report.split} split` : '';
  const sizes = distinct(report.images.map(({ width, height }) => `${width} x ${height}`));
  const observers = distinct(report.images.flatMap(({ observer }) => observer ?? []));
  const truth = observers === '' ? '' : `against ${observers}, `;
  return {
    on: `${distinct(layouts)}, ${names.length} images${which}`,
    images: names,
    conditions:
      `${sizes} pixels, ${truth}inside the field of view, at the threshold ${report.threshold}; ` +
      'means over the images, the AUC of their pooled pixels',
    values: { ...report.summary },
  };
}
