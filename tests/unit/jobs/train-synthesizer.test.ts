import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { elementCount } from '../../../src/main/graph/tensor.ts';
import { decodeImage } from '../../../src/main/imaging/decode.ts';
import {
  prepareSynthesizer,
  synthesizerOptionsOf,
  trainSynthesizer,
} from '../../../src/main/jobs/train/synthesizer.ts';
import { synthesizerCardSchema } from '../../../src/main/networks/card.ts';
import { createSession } from '../../../src/main/runtime/session.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { finishRun, getRun, listRunMetrics, listRunSamples, startRun } from '../../../src/main/store/runs.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { temporaryFolder, temporaryProject } from '../store/support.ts';
import { addSampleImage, sampleProject } from './sample-project.ts';

const quiet = { report: () => {}, signal: new AbortController().signal };
const tiny = {
  preset: 'quick',
  width: 2,
  discriminatorWidth: 4,
  crop: 32,
  batch: 2,
  steps: 9,
  threads: 1,
  canvasWidth: 96,
  canvasHeight: 64,
} as const;

async function trainable(): Promise<Project> {
  const project = await temporaryProject();
  for (const name of ['06_h', '08_g']) await addSampleImage(project, name, 'train', ['1stHO']);
  return project;
}

describe('trainSynthesizer', () => {
  it('stopped and resumed ends with the network of an uninterrupted training of the same seed', async () => {
    const controller = new AbortController();
    const report = ({ phase, done }: Progress) => {
      if (phase.startsWith('Training') && done === 3) controller.abort();
    };
    const project = await trainable();
    const stopped = await trainSynthesizer(project, tiny, { report, signal: controller.signal }).catch(
      (error) => error,
    );
    expect(stopped).toMatchObject({ code: 'cancelled' });
    const resumed = await trainSynthesizer(project, { resume: true }, quiet);
    const whole = await trainSynthesizer(await trainable(), tiny, quiet);
    const other = await trainSynthesizer(await trainable(), { ...tiny, seed: 2 }, quiet);
    expect(resumed.model.sha256).toBe(whole.model.sha256);
    expect(other.model.sha256).not.toBe(whole.model.sha256);
  });

  it('describes the network, records its losses and shows what it makes', async () => {
    const project = await trainable();
    const { model, run } = await trainSynthesizer(project, tiny, quiet);
    const card = synthesizerCardSchema.parse(model.card);
    expect(card.canvas).toEqual({ width: 96, height: 64 });
    expect(card.data.flatMap(({ images }) => images)).toEqual(['06_h', '08_g']);
    expect(card.metrics[0]?.values.pixels).toBeGreaterThan(0);
    expect(card.training.command).toContain('--canvas-width 96');
    const metrics = await listRunMetrics(project, run, 'pixels');
    expect(metrics.at(-1)).toMatchObject({ step: 9 });

    // A photograph, its mask, and what the generator makes of this in four styles.
    const samples = await listRunSamples(project, run);
    const row = ['photograph', 'annotation', ...Array(4).fill('synthetic')];
    expect(samples.map(({ label }) => label)).toEqual([...row, ...row]);
    for (const { sha256 } of samples) {
      const picture = await decodeImage(await project.files.read(sha256, 'png'));
      expect(picture).toMatchObject({ width: 96, height: 64 });
    }
  });

  it.each([
    { levels: 5, sizeMultiple: 16 },
    { levels: 6, sizeMultiple: 32 },
  ])(
    'makes networks of $levels levels that take inputs as announced, and encoders of styles',
    async (made) => {
      const { levels, sizeMultiple } = made;
      const project = await trainable();
      const { model } = await trainSynthesizer(project, { ...tiny, levels, steps: 2 }, quiet);
      const card = synthesizerCardSchema.parse(model.card);
      expect(card).toMatchObject({ sizeMultiple, architecture: { width: 2, levels } });
      const values = (...dims: number[]) => ({ data: new Float32Array(elementCount(dims)).fill(0.5), dims });
      const generator = await createSession(project.files.path(model.sha256, 'onnx'));
      const { image } = await generator.run({
        mask: values(2, 1, 64, 96),
        fov: values(2, 1, 64, 96),
        noise: values(2, 1, 64, 96),
        diagnosis: values(2, 3, 1, 1),
        style: values(2, card.styleSize, 1, 1),
      });
      expect(image!.dims).toEqual([2, 3, 64, 96]);
      const encoder = await createSession(project.files.path(card.styleEncoder!.sha256, 'onnx'));
      const { mean } = await encoder.run({ image: values(1, 3, 64, 96) });
      expect(mean!.dims).toEqual([1, card.styleSize, 1, 1]);
      await Promise.all([generator.release(), encoder.release()]);
    },
  );

  it('asks a segmenter for the vessels, and remembers which one', async () => {
    const { project } = await sampleProject(join(await temporaryFolder(), 'eyes'));
    for (const name of ['06_h', '08_g']) await addSampleImage(project, name, 'train', ['1stHO']);
    const notes: string[] = [];
    const report = ({ note }: Progress) => void (note !== undefined && notes.push(note));
    const request = { ...tiny, steps: 1, segmenter: 'nearest' } as const;
    const { run, model, note } = await trainSynthesizer(project, request, { ...quiet, report });
    // Photographs of a quarter of their size, pictures of less.
    expect(note).toContain('"random"');
    expect(notes).toEqual([note]);
    expect((await listRunMetrics(project, run, 'vessels')).length).toBe(1);
    expect((await getRun(project, run)).options).toMatchObject({ segmenter: 'random' });
    expect(synthesizerCardSchema.parse(model.card).training.command).toContain('--segmenter random');
    const bundle = await prepareSynthesizer(project, synthesizerOptionsOf(request), quiet);
    expect(bundle.plan).toMatchObject({ note, options: { segmenter: 'random' } });
    await bundle.trainer.release();
    await project.close();
  });

  it('comes closer to the photographs', async () => {
    const project = await trainable();
    const { run } = await trainSynthesizer(project, { ...tiny, steps: 80, learningRate: 2e-3 }, quiet);
    const colours = (await listRunMetrics(project, run, 'colours')).map(({ value }) => value!);
    expect(colours.at(-1)!).toBeLessThan(0.7 * colours[0]!);
  });

  it('does not resume a training of former networks', async () => {
    const project = await trainable();
    const options = { name: 'gan', width: 12, steps: 100, canvasWidth: 480, canvasHeight: 320 };
    const run = await startRun(project, {
      modelKind: 'synthesizer',
      seed: 1,
      steps: 100,
      options,
      jobId: null,
    });
    await finishRun(project, run.id, 'cancelled');
    await expect(trainSynthesizer(project, { resume: true }, quiet)).rejects.toThrow(
      `Training run ${run.id} is of another version of the program`,
    );
  });

  it('refuses sizes that do not fit, a segmenter that is not there, and a project without photographs', async () => {
    await expect(
      trainSynthesizer(await trainable(), { ...tiny, canvasWidth: 50 }, quiet),
    ).rejects.toMatchObject({ code: 'usage' });
    await expect(trainSynthesizer(await trainable(), { ...tiny, batch: 3 }, quiet)).rejects.toMatchObject({
      code: 'usage',
    });
    await expect(
      trainSynthesizer(await trainable(), { ...tiny, segmenter: 'nearest' }, quiet),
    ).rejects.toMatchObject({ code: 'no-data' });
    await expect(trainSynthesizer(await temporaryProject(), tiny, quiet)).rejects.toMatchObject({
      code: 'no-data',
    });
  });
});
