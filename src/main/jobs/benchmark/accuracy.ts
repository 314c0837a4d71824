import type { Split } from '../../../shared/domain.ts';
import type { JobContext } from '../../../shared/progress.ts';
import { openNearestSegmenter } from '../../models/consistency-segmenter.ts';
import { networkFile } from '../../models/files.ts';
import { createSession } from '../../runtime/session.ts';
import { listImages } from '../../store/images.ts';
import type { Project } from '../../store/project.ts';
import { evaluateProject, truthOf } from '../evaluate.ts';
import { readRecipes, synthesizerCheck } from '../quantize/synthesizer.ts';
import { spread } from '../quantize/task.ts';
import type { Annotated } from '../train/data.ts';
import { type CardedModel, int8Of, type ModelFamily } from './models.ts';

export interface Families {
  readonly segmenter: ModelFamily | undefined;
  readonly synthesizer: ModelFamily | undefined;
}

export interface TestImages {
  readonly split: Split;
  readonly images: readonly Annotated[];
}

/** Annotated images of the split "test", without any those of "val", evenly spread over the split. */
export async function testImages(project: Project, most: number): Promise<TestImages | null> {
  for (const split of ['test', 'val'] as const) {
    const images: Annotated[] = [];
    for (const row of await listImages(project, { split })) {
      const annotation = await truthOf(project, row.id);
      if (annotation) images.push({ row, annotation });
    }
    if (images.length > 0) return { split, images: spread(images, Math.min(most, images.length)) };
  }
  return null;
}

export interface Accuracy {
  /** What a model with this SHA-256 scores, by name. */
  readonly of: ReadonlyMap<string, Record<string, number>>;
  /** How it was measured, and on which images. */
  readonly on: string;
}

/** Measures the models on the images, by ONNX Runtime. @throws FundusError 'cancelled' */
export async function measureAccuracy(
  project: Project,
  { segmenter, synthesizer }: Families,
  { split, images }: TestImages,
  ctx: JobContext,
): Promise<Accuracy> {
  const of = new Map<string, Record<string, number>>();
  const how: string[] = [];
  if (segmenter) {
    for (const model of modelsOf(segmenter))
      of.set(model.row.sha256, await segmenterScores(project, model, images, ctx));
    how.push('F1 (mean) and AUC (pooled) inside the field of view at their stored size');
  }
  if (synthesizer) {
    const scores = await synthesizerScores(project, synthesizer, images, ctx);
    for (const [sha256, values] of scores.of) of.set(sha256, values);
    how.push(scores.how);
  }
  const names = images.map(({ row }) => row.name).join(', ');
  const which = images.length === 1 ? 'one annotated image' : `${images.length} annotated images`;
  return { of, on: `${which} of the ${split} split (${names}): ${how.join('; ')}; by ONNX Runtime` };
}

const modelsOf = (family: ModelFamily): CardedModel[] => {
  const int8 = int8Of(family);
  return int8 ? [family.fp32, int8] : [family.fp32];
};

async function segmenterScores(
  project: Project,
  { row }: CardedModel,
  images: readonly Annotated[],
  ctx: JobContext,
): Promise<Record<string, number>> {
  const { summary } = await evaluateProject(
    project,
    { model: row.name, images: images.map(({ row: image }) => image.name) },
    ctx,
  );
  return { F1: summary.f1, ...(summary.auc !== null && { AUC: summary.auc }) };
}

async function synthesizerScores(
  project: Project,
  family: ModelFamily,
  images: readonly Annotated[],
  ctx: JobContext,
): Promise<{ of: Map<string, Record<string, number>>; how: string }> {
  const { card } = family.fp32;
  if (card.kind !== 'synthesizer') throw new TypeError(`${card.name} is no synthesizer`);
  const of = new Map<string, Record<string, number>>();
  const recipes = await readRecipes(project, card, images, 1);
  const judging = await openNearestSegmenter(project, card);
  const check = synthesizerCheck(recipes, judging, card, { model: card.name }, ctx.signal);
  try {
    for (const { row } of modelsOf(family)) {
      const session = await createSession(await networkFile(project, row.sha256));
      try {
        const { consistency, pixelDifference } = await check.measure(session, (done, total) =>
          ctx.report({ phase: `Judging pictures of ${row.name}`, done, total }),
        );
        of.set(row.sha256, { consistency: consistency!, 'pixel difference': pixelDifference! });
      } finally {
        await session.release();
      }
    }
  } finally {
    await judging.session.release();
  }
  const { width, height } = card.canvas;
  const how =
    `consistency by ${judging.model.name} and pixel difference from fp32 in 0..255, at ` +
    `${width} x ${height} inside the field of view`;
  return { of, how };
}
