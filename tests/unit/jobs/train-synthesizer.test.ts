import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../src/main/imaging/decode.ts';
import { trainSynthesizer } from '../../../src/main/jobs/train-synthesizer.ts';
import { synthesizerCardSchema } from '../../../src/main/networks/card.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { listRunMetrics, listRunSamples } from '../../../src/main/store/runs.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { temporaryProject } from '../store/support.ts';
import { addSampleImage } from './sample-project.ts';

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

  it('describes the network, and records its losses', async () => {
    const project = await trainable();
    const { model, run } = await trainSynthesizer(project, tiny, quiet);
    const card = synthesizerCardSchema.parse(model.card);
    expect(card.canvas).toEqual({ width: 96, height: 64 });
    expect(card.data.flatMap(({ images }) => images)).toEqual(['06_h', '08_g']);
    expect(card.metrics[0]?.values.pixels).toBeGreaterThan(0);
    expect(card.training.command).toContain('--canvas-width 96');
    const metrics = await listRunMetrics(project, run, 'pixels');
    expect(metrics.at(-1)).toMatchObject({ step: 9 });
  });

  it('shows what it makes: photographs, their masks, and what the generator makes of these', async () => {
    const project = await trainable();
    const { run } = await trainSynthesizer(project, tiny, quiet);
    const samples = await listRunSamples(project, run);
    const row = ['photograph', 'annotation', ...Array(4).fill('synthetic')];
    expect(samples.map(({ label }) => label)).toEqual([...row, ...row]);
    for (const { sha256 } of samples) {
      const picture = await decodeImage(await project.files.read(sha256, 'png'));
      expect(picture).toMatchObject({ width: 96, height: 64 });
    }
  });

  it('comes closer to the photographs', async () => {
    const project = await trainable();
    const { run } = await trainSynthesizer(project, { ...tiny, steps: 80, learningRate: 2e-3 }, quiet);
    const colours = (await listRunMetrics(project, run, 'colours')).map(({ value }) => value!);
    expect(colours.at(-1)!).toBeLessThan(0.7 * colours[0]!);
  });

  it('refuses a canvas that cannot be halved four times, and a project without photographs', async () => {
    await expect(
      trainSynthesizer(await trainable(), { ...tiny, canvasWidth: 50 }, quiet),
    ).rejects.toMatchObject({ code: 'usage' });
    await expect(trainSynthesizer(await temporaryProject(), tiny, quiet)).rejects.toMatchObject({
      code: 'no-data',
    });
  });
});
