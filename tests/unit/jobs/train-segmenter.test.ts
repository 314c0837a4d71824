import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../src/main/imaging/decode.ts';
import { evaluateProject, recordEvaluation } from '../../../src/main/jobs/evaluate.ts';
import { trainSegmenter } from '../../../src/main/jobs/train/segmenter.ts';
import { segmenterCardSchema } from '../../../src/main/networks/card.ts';
import { getModel } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { listRunMetrics, listRunSamples, listRuns } from '../../../src/main/store/runs.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { temporaryProject } from '../store/support.ts';
import { addSampleImage } from './sample-project.ts';

const quiet = { report: () => {}, signal: new AbortController().signal };
/** Small enough for seconds: photographs of 219 x 146 pixels. */
const tiny = {
  preset: 'quick',
  width: 2,
  levels: 3,
  crop: 32,
  batch: 2,
  steps: 24,
  threads: 1,
  fovDiameter: 204,
  scaleJitter: 0.2,
} as const;

async function trainable(...names: string[]): Promise<Project> {
  const project = await temporaryProject();
  for (const name of names) await addSampleImage(project, name, 'train', ['1stHO']);
  return project;
}

function abortAfter(done: number) {
  const controller = new AbortController();
  const report = ({ phase, done: reached }: Progress) => {
    if (phase.startsWith('Training') && reached === done) controller.abort();
  };
  return { report, signal: controller.signal };
}

describe('trainSegmenter', () => {
  it('makes the same network of the same seed, and another of another', async () => {
    const first = await trainSegmenter(await trainable('06_h', '08_g'), tiny, quiet);
    const again = await trainSegmenter(await trainable('06_h', '08_g'), tiny, quiet);
    const other = await trainSegmenter(await trainable('06_h', '08_g'), { ...tiny, seed: 2 }, quiet);
    expect(again.model.sha256).toBe(first.model.sha256);
    expect(other.model.sha256).not.toBe(first.model.sha256);
  });

  it('stopped and resumed ends with the network of an uninterrupted training', async () => {
    const request = { ...tiny, validation: 1 };
    const project = await trainable('06_h', '08_g');
    const stopped = await trainSegmenter(project, request, abortAfter(11)).catch((error) => error);
    expect(stopped).toMatchObject({ code: 'cancelled' });
    const resumed = await trainSegmenter(project, { resume: true }, quiet);
    const whole = await trainSegmenter(await trainable('06_h', '08_g'), request, quiet);
    expect(resumed.model.sha256).toBe(whole.model.sha256);
    expect(await listRuns(project)).toHaveLength(1);
  });

  it('learns a small image by heart and says all of it in its card', async () => {
    const project = await trainable('06_h');
    const request = { ...tiny, width: 4, steps: 150, crop: 64, scaleJitter: 0, name: 'by-heart' };
    const { run, model } = await trainSegmenter(project, request, quiet);
    const losses = (await listRunMetrics(project, run, 'loss')).map(({ value }) => value!);
    expect(losses.at(-1)).toBeLessThan(0.6 * losses[0]!);
    const card = segmenterCardSchema.parse(model.card);
    expect(card).toMatchObject({ name: 'by-heart', sha256: model.sha256, fovDiameter: 204, fieldAngle: 60 });
    expect(card.architecture).toMatchObject({ width: 4, levels: 3 });
    expect(card.data).toEqual([{ dataset: 'plain', split: 'train', images: ['06_h'] }]);
    // Whose photographs they are is not known.
    expect(card).toMatchObject({ licence: null, attribution: [] });
    expect(card.training).toMatchObject({ steps: 150, step: 150, crop: 64, batch: 2, seed: 1, threads: 1 });
    for (const flag of ['--steps 150', '--crop 64']) expect(card.training.command).toContain(flag);
    // What the card says of the training images is what the evaluation finds, at the same scale.
    const report = await evaluateProject(project, { split: 'train', width: 219, threads: 1 }, quiet);
    expect(report.summary.f1).toBeCloseTo(card.metrics[0]!.values.f1!, 6);
    expect(report.summary.f1).toBeGreaterThan(0.5);
    await recordEvaluation(project, report);
    await recordEvaluation(project, report);
    const noted = segmenterCardSchema.parse((await getModel(project, model.id)).card);
    expect(noted.metrics).toHaveLength(2);
    expect(noted.metrics[1]).toMatchObject({ images: ['06_h'], values: { auc: report.summary.auc } });
  });

  it('validates on the split val, else on images held out, else on what it trains on', async () => {
    const names = async (project: Project) => {
      const [run] = await listRuns(project);
      return new Set((await listRunMetrics(project, run!.id)).map(({ name }) => name));
    };
    const withVal = await trainable('06_h');
    await addSampleImage(withVal, '08_g', 'val', ['1stHO']);
    const { model } = await trainSegmenter(withVal, tiny, quiet);
    expect(segmenterCardSchema.parse(model.card).data[0]!.images).toEqual(['06_h']);
    expect(await names(withVal)).toContain('validation F1');

    const heldOut = await trainable('06_h', '08_g', '10_g');
    const trained = await trainSegmenter(heldOut, { ...tiny, validation: 1 }, quiet);
    expect(segmenterCardSchema.parse(trained.model.card).data[0]!.images).toEqual(['06_h', '08_g']);

    const none = await trainable('06_h');
    await trainSegmenter(none, tiny, quiet);
    expect(await names(none)).toContain('training windows F1');
    expect(await names(none)).not.toContain('validation F1');
  });

  it('shows what it finds at each validation: photograph, annotation and prediction', async () => {
    const project = await trainable('06_h', '08_g');
    const { run } = await trainSegmenter(project, { ...tiny, validation: 1 }, quiet);
    const samples = await listRunSamples(project, run);
    expect(samples.map(({ step, label }) => [step, label])).toEqual([
      [24, 'photograph'],
      [24, 'annotation'],
      [24, 'prediction'],
    ]);
    const [photograph, annotation, prediction] = await Promise.all(
      samples.map(async ({ sha256 }) => decodeImage(await project.files.read(sha256, 'png'))),
    );
    expect(annotation).toMatchObject({ width: photograph!.width, height: photograph!.height });
    expect(photograph!.channels).toBe(3);
    expect(new Set(annotation!.data)).toEqual(new Set([0, 255]));
    expect(new Set(prediction!.data).size).toBeGreaterThan(10);
  });

  it('needs an annotated image to train on', async () => {
    const project = await temporaryProject();
    await addSampleImage(project, '06_h', 'train', []);
    await addSampleImage(project, '08_g', 'test', ['1stHO']);
    await expect(trainSegmenter(project, tiny, quiet)).rejects.toMatchObject({ code: 'no-data' });
    const one = await trainable('06_h');
    await expect(trainSegmenter(one, { ...tiny, validation: 1 }, quiet)).rejects.toMatchObject({
      code: 'no-data',
    });
  });

  it('refuses crops that the levels cannot halve', async () => {
    const project = await trainable('06_h');
    await expect(trainSegmenter(project, { ...tiny, crop: 30 }, quiet)).rejects.toMatchObject({
      code: 'usage',
    });
  });
});
