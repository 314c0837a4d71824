import type { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';
import { type JobContext, throwIfCancelled } from '../../shared/progress.ts';
import { decodeImage } from '../imaging/decode.ts';
import { updateJob } from '../store/jobs.ts';
import type { Project } from '../store/project.ts';
import { addRunMetrics, finishRun, type RunRow, removeRun, startRun, updateRun } from '../store/runs.ts';
import { type StoredProgram, storeProgram } from '../training/bundle.ts';
import { type ResultManifest, type RunResult, readResult } from '../training/run-result.ts';
import type { States } from '../training/states.ts';
import { segmenterOptionsSchema } from './segmenter-options.ts';
import { synthesizerOptionsSchema } from './synthesizer-options.ts';
import { prepareSegmenterBundle } from './train-segmenter.ts';
import { prepareSynthesizer } from './train-synthesizer.ts';
import type { BundledTraining } from './training-bundle.ts';
import { recordEvery, type Trainer, type TrainingResult } from './training-run.ts';
import { storeSamples } from './training-samples.ts';

export interface ImportRunOptions {
  /** Makes a network of a training that was stopped before its last step, too. */
  readonly allowPartial?: boolean;
}

/**
 * Takes home what scripts/run-bundle.py made of a bundle of this project: a run with its figures and samples, finished
 * here as a local training is, and its network, which becomes the current one.
 * @throws FundusError 'bad-run' for a file that is no result, one of another project, of changed photographs or of
 *   another version; 'incomplete' for an unfinished one, unless it is allowed; 'cancelled', with nothing stored
 */
export async function importRun(
  project: Project,
  file: string,
  { allowPartial = false }: ImportRunOptions,
  ctx: JobContext,
): Promise<TrainingResult> {
  const result = await readResult(file);
  const { step, bundle } = result.manifest;
  if (step === 0 || (step < bundle.program.steps && !allowPartial)) {
    throw new FundusError(
      'incomplete',
      `The training was stopped after ${step} of ${bundle.program.steps} steps`,
      {
        file,
        hint:
          step === 0
            ? 'run the bundle first'
            : 'run the bundle again with the same output folder to go on, or import what there is with --allow-partial',
      },
    );
  }
  const training = await prepare(project, result.manifest, file, ctx);
  try {
    requireSameProgram(bundle.program, storeProgram(training.program).stored, file);
    return await adopt(project, training, result, ctx);
  } finally {
    await training.trainer.release();
  }
}

async function prepare(
  project: Project,
  { bundle: { kind, options } }: ResultManifest,
  file: string,
  ctx: JobContext,
): Promise<BundledTraining> {
  const optionsIn = <Options>(schema: z.ZodType<Options>): Options => {
    const parsed = schema.safeParse(options);
    if (parsed.success) return parsed.data;
    throw otherThan(file, 'its options are those of another version of the program');
  };
  if (kind === 'segmenter') {
    return prepareSegmenterBundle(project, optionsIn(segmenterOptionsSchema), ctx);
  }
  const { plan, trainer } = await prepareSynthesizer(project, optionsIn(synthesizerOptionsSchema), ctx);
  return { plan, trainer, program: trainer.program };
}

const differences = [
  [
    'data',
    'the photographs, annotations or splits of this project are not those that it was trained on (for a synthesizer, nor is the segmenter)',
  ],
  ['graphs', 'another version of the program wrote its bundle'],
  ['states', 'another version of the program wrote its bundle'],
  ['inputs', 'another version of the program wrote its bundle'],
] as const satisfies readonly (readonly [keyof StoredProgram, string])[];

/** Both are made of digests of all that is computed. */
function requireSameProgram(theirs: StoredProgram, ours: StoredProgram, file: string): void {
  for (const [part, why] of differences) {
    if (JSON.stringify(theirs[part]) !== JSON.stringify(ours[part])) throw otherThan(file, why);
  }
}

function otherThan(file: string, why: string): FundusError {
  return new FundusError('bad-run', `This training does not belong here: ${why}`, {
    file,
    hint: 'import it into the project that its bundle was written from, with the same version',
  });
}

/** Stores the run and makes its network; nothing is left of it when that fails. */
async function adopt(
  project: Project,
  { plan, trainer }: BundledTraining,
  { manifest, states, metrics, samples }: RunResult,
  ctx: JobContext,
): Promise<TrainingResult> {
  const { kind, seed, steps, options } = plan;
  const jobId = ctx.jobId ?? null;
  const { step, seconds } = manifest;
  const run = await startRun(project, { modelKind: kind, seed, steps, options, jobId });
  try {
    if (jobId !== null) await updateJob(project, jobId, { runId: run.id });
    await updateRun(project, run.id, { step });
    await addRunMetrics(project, run.id, meansOf(metrics));
    await adoptSamples(project, run, samples, trainer, ctx);
    takeUp(trainer.states, states);
    ctx.report({ phase: 'Finishing', done: 0, total: 1 });
    const model = await trainer.finish({
      run,
      states: trainer.states,
      step,
      seconds,
      device: deviceOf(manifest),
    });
    await updateRun(project, run.id, { modelId: model.id });
    await finishRun(project, run.id, 'finished');
    return { run: run.id, model, steps, bestStep: step, seconds };
  } catch (thrown) {
    await removeRun(project, run.id);
    throw thrown;
  }
}

/** "NVIDIA H100, PyTorch 2.11.0, convolutions in TF32" */
function deviceOf({ device, torch, tf32 }: ResultManifest): string {
  return `${device}, PyTorch ${torch}${tf32 ? ', convolutions in TF32' : ''}`;
}

/** As a local training records its figures. */
function meansOf(metrics: RunResult['metrics']) {
  const names = Object.keys(metrics[0] ?? {});
  const windows = Array.from({ length: Math.ceil(metrics.length / recordEvery) }, (_, index) =>
    metrics.slice(index * recordEvery, (index + 1) * recordEvery),
  );
  return windows.flatMap((window, index) =>
    names.map((name) => ({
      step: index * recordEvery + window.length,
      name,
      value: window.reduce((sum, figures) => sum + figures[name]!, 0) / window.length,
    })),
  );
}

async function adoptSamples(
  project: Project,
  run: RunRow,
  samples: RunResult['samples'],
  trainer: Trainer,
  ctx: JobContext,
): Promise<void> {
  for (const [step, pictures] of Map.groupBy(samples, (sample) => sample.step)) {
    throwIfCancelled(ctx.signal);
    const made = await Promise.all(pictures.map(({ png }) => decodeImage(png)));
    const described = await trainer.describeSamples?.(made);
    if (described) await storeSamples(project, run.id, step, described);
  }
}

/** Puts the states that came back in the place of the initial ones. */
function takeUp(states: States, results: RunResult['states']): void {
  for (const [name, values] of Object.entries(results)) {
    const [group, part] = name.split('.') as [string, keyof States[string]];
    states[group]![part] = values;
  }
}
