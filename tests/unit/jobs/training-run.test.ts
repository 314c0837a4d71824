import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  resumableRun,
  runTraining,
  type Trained,
  type Training,
  type TrainingPlan,
} from '../../../src/main/jobs/train/run.ts';
import { addJob, getJob, interruptJob, startJob } from '../../../src/main/store/jobs.ts';
import { registerModel } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import {
  continueRun,
  getRun,
  listRunMetrics,
  listRunSamples,
  listRuns,
  startRun,
} from '../../../src/main/store/runs.ts';
import type { Trainer } from '../../../src/main/training/trainer.ts';
import type { JobContext, Progress } from '../../../src/shared/progress.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { fakeSha256, temporaryProject } from '../store/support.ts';

const steps = 50;
const plan = {
  kind: 'segmenter',
  seed: 3,
  steps,
  options: { seed: 3 },
  checkpointEvery: 7,
  validateEvery: 10,
} as const;

interface Network extends Trainer, Pick<Training, 'finish'> {}

interface Walk extends Network {
  result: Trained | undefined;
}

/** A network of one weight that walks at random and is best when it is largest. */
function randomWalk(project: Project, failAt = Number.POSITIVE_INFINITY): Walk {
  const empty = () => new Float32Array();
  const state = {
    weights: Float32Array.of(0.5),
    firstMoment: empty(),
    secondMoment: empty(),
    statistics: empty(),
  };
  const walk: Walk = {
    states: { net: state },
    result: undefined,
    async trainStep(step) {
      if (step === failAt) throw new Error('out of luck');
      const { weights } = walk.states.net!;
      walk.states.net!.weights = Float32Array.of(weights[0]! + createRandom(plan.seed, step).normal());
      return { loss: weights[0]! };
    },
    validate: async () => {
      const score = walk.states.net!.weights[0]!;
      return { score, metrics: { 'validation score': score } };
    },
    async finish(trained) {
      walk.result = trained;
      return registerModel(project, {
        name: 'walk',
        kind: 'segmenter',
        sha256: fakeSha256('x'),
        card: {},
        runId: trained.run.id,
      });
    },
    release: async () => {},
  };
  return walk;
}

const train = (project: Project, plan: TrainingPlan, network: Network, ctx: JobContext) =>
  runTraining(project, { plan, trainer: network, finish: network.finish }, ctx);

const never = new AbortController().signal;
const quiet = { report: () => {}, signal: never };

/** Aborts when so many steps are done. */
function abortAfter(done: number) {
  const controller = new AbortController();
  const report = (progress: Progress) => {
    if (progress.done === done) controller.abort();
  };
  return { report, signal: controller.signal };
}

async function checkpoints(project: Project): Promise<string[]> {
  const files = await readdir(join(project.dir, 'files'), { recursive: true });
  return files.filter((file) => file.endsWith('.safetensors'));
}

async function uninterrupted(): Promise<Trained> {
  const project = await temporaryProject();
  const walk = randomWalk(project);
  await train(project, plan, walk, quiet);
  return walk.result!;
}

describe('runTraining', () => {
  it('makes a model of the best validated state and records the run', async () => {
    const project = await temporaryProject();
    const walk = randomWalk(project);
    const result = await train(project, plan, walk, quiet);
    const scores = await listRunMetrics(project, result.run, 'validation score');
    expect(scores.map(({ step }) => step)).toEqual([10, 20, 30, 40, 50]);
    const best = scores.toSorted((a, b) => b.value! - a.value!)[0]!;
    expect(result.bestStep).toBe(best.step);
    expect(best.step).toBeLessThan(steps);
    expect(walk.result!.states.net!.weights[0]).toBe(best.value);
    const run = await getRun(project, result.run);
    expect(run).toMatchObject({ status: 'finished', step: steps, modelId: result.model.id });
    expect(run.options).toEqual(plan.options);
  });

  it('records the means of the training figures over 20 steps', async () => {
    const project = await temporaryProject();
    const { run } = await train(project, plan, randomWalk(project), quiet);
    const losses = await listRunMetrics(project, run, 'loss');
    expect(losses.map(({ step }) => step)).toEqual([20, 40, 50]);
    const walk = randomWalk(project);
    let sum = 0;
    for (let step = 1; step <= 20; step++) sum += (await walk.trainStep(step)).loss!;
    expect(losses[0]!.value).toBeCloseTo(sum / 20, 10);
  });

  it.each([1, 13, 35, 44])('stopped after step %i goes on to the same weights and figures', async (stop) => {
    const project = await temporaryProject();
    const error = await train(project, plan, randomWalk(project), abortAfter(stop)).catch((e) => e);
    expect(error).toMatchObject({ code: 'cancelled' });
    expect(error.hint).toContain('--resume');
    const run = await resumableRun(project, 'segmenter', true);
    expect(run).toMatchObject({ status: 'cancelled', step: stop });
    const walk = randomWalk(project);
    const { run: id } = await train(project, { ...plan, resume: run }, walk, quiet);
    const expected = await uninterrupted();
    expect(walk.result!.states.net!.weights).toEqual(expected.states.net!.weights);
    expect(walk.result!.step).toBe(expected.step);
    expect(id).toBe(run.id);
    expect((await listRunMetrics(project, id, 'loss')).map(({ step }) => step)).toEqual([20, 40, 50]);
  });

  it('keeps one checkpoint only', async () => {
    const project = await temporaryProject();
    await train(project, plan, randomWalk(project), quiet);
    const [run] = await listRuns(project);
    expect(await checkpoints(project)).toEqual([
      `${run!.checkpointSha256!.slice(0, 2)}/${run!.checkpointSha256}.safetensors`,
    ]);
  });

  it('goes on from the last checkpoint after an error or the loss of its process', async () => {
    const project = await temporaryProject();
    await expect(train(project, plan, randomWalk(project, 24), quiet)).rejects.toThrow('out of luck');
    const failed = await resumableRun(project, 'segmenter', true);
    expect(failed).toMatchObject({ status: 'failed', step: 21 });
    await continueRun(project, failed.id, null);
    const walk = randomWalk(project);
    const resume = await resumableRun(project, 'segmenter', true);
    await train(project, { ...plan, resume }, walk, quiet);
    expect(walk.result!.states).toEqual((await uninterrupted()).states);
  });

  it('starts anew when the process was lost before the first checkpoint', async () => {
    const project = await temporaryProject();
    await expect(train(project, plan, randomWalk(project, 3), quiet)).rejects.toThrow('out of luck');
    const walk = randomWalk(project);
    const resume = await resumableRun(project, 'segmenter', true);
    await train(project, { ...plan, resume }, walk, quiet);
    expect(walk.result!.states).toEqual((await uninterrupted()).states);
  });

  it('stops when a figure is no number any more', async () => {
    const project = await temporaryProject();
    const walk = {
      ...randomWalk(project),
      trainStep: async (step: number) => ({ loss: 1 / (step - 4) - 1 / (step - 4) }),
    };
    await expect(train(project, plan, walk, quiet)).rejects.toMatchObject({ code: 'diverged' });
    expect(await listRuns(project)).toMatchObject([{ status: 'failed' }]);
  });

  it('refuses a checkpoint of another network', async () => {
    const project = await temporaryProject();
    await train(project, plan, randomWalk(project), abortAfter(5)).catch(() => {});
    const resume = await resumableRun(project, 'segmenter', true);
    const other = randomWalk(project);
    other.states.net!.weights = new Float32Array(2);
    await expect(train(project, { ...plan, resume }, other, quiet)).rejects.toMatchObject({
      code: 'bad-model',
    });
  });
});

it('leaves a run alone that another job is at work on', async () => {
  const project = await temporaryProject();
  const [other, mine] = [
    await addJob(project, 'train', {}, 'other'),
    await addJob(project, 'train', {}, 'mine'),
  ];
  await startJob(project, other.id, 'other');
  const run = await startRun(project, {
    modelKind: 'segmenter',
    seed: 3,
    steps,
    options: {},
    jobId: other.id,
  });
  await expect(resumableRun(project, 'segmenter', true)).rejects.toMatchObject({ code: 'busy' });
  const walk = randomWalk(project);
  const context = { ...quiet, jobId: mine.id };
  await expect(train(project, { ...plan, resume: run }, walk, context)).rejects.toMatchObject({
    code: 'busy',
  });
  expect(await getRun(project, run.id)).toMatchObject({ status: 'running', jobId: other.id });
  await interruptJob(project, other.id, null);
  const resume = await resumableRun(project, 'segmenter', run.id);
  await train(project, { ...plan, resume }, walk, context);
  expect(await getRun(project, run.id)).toMatchObject({ status: 'finished', jobId: mine.id });
  expect(await getJob(project, mine.id)).toMatchObject({ runId: run.id });
});

it('keeps pictures of the newest steps, and no file that nobody refers to', async () => {
  const project = await temporaryProject();
  const grey = (level: number) => ({
    width: 2,
    height: 2,
    channels: 1 as const,
    data: new Uint8Array(4).fill(level),
  });
  const walk: Network = {
    ...randomWalk(project),
    validate: async (step) => ({
      metrics: {},
      samples: [
        { label: 'photograph', picture: grey(255) },
        { label: 'prediction', picture: grey(step) },
      ],
    }),
  };
  const { run } = await train(project, { ...plan, validateEvery: 2 }, walk, quiet);
  const samples = await listRunSamples(project, run);
  expect(samples.map(({ step }) => step)).toEqual(
    Array.from({ length: 24 }, (_, index) => steps - 2 * Math.floor(index / 2)),
  );
  expect(samples.slice(0, 2)).toMatchObject([
    { label: 'photograph', position: 0 },
    { label: 'prediction', position: 1 },
  ]);
  const files = await readdir(join(project.dir, 'files'), { recursive: true });
  const pictures = files.filter((file) => file.endsWith('.png')).map((file) => basename(file, '.png'));
  expect(new Set(pictures)).toEqual(new Set(samples.map(({ sha256 }) => sha256)));
});

it('says so when there is nothing to resume', async () => {
  const project = await temporaryProject();
  await train(project, plan, randomWalk(project), quiet);
  await expect(resumableRun(project, 'segmenter', true)).rejects.toMatchObject({ code: 'no-data' });
  await expect(resumableRun(project, 'synthesizer', true)).rejects.toMatchObject({ code: 'no-data' });
});
