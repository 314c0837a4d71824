import { isDeepStrictEqual } from 'node:util';
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
import type { Trainer } from './trainer.ts';
import { type BundledTraining, software } from './training-bundle.ts';
import { finishTraining, recordEvery, type TrainingResult } from './training-run.ts';
import { storeSamples } from './training-samples.ts';

export interface ImportRunOptions {
  /** Makes a network of a training that was stopped before its last step, too. */
  readonly allowPartial?: boolean;
}

/**
 * Takes home what scripts/run-bundle.py made of a bundle of this project: a run with its figures and samples, finished
 * here as a local training is, and its network, which becomes the current one. What another version of this program
 * wrote is taken with a note, as long as its networks are the same.
 * @throws FundusError 'bad-run' for a file that is no result, one of another project, of changed photographs or of
 *   other networks; 'incomplete' for an unfinished one, unless it is allowed; 'cancelled', with nothing stored
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
    const ours = storeProgram(training.program).stored;
    requireFitting(result.manifest, ours, training.program.results, file);
    const taken = { ...result, samples: describableSamples(result, ours) };
    return await adopt(project, training, taken, noteOf(result.manifest, ours), ctx);
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

/** The digests of all photographs are the same, and the vectors that came back fit the networks. */
function requireFitting(
  { bundle: { program, results } }: ResultManifest,
  ours: StoredProgram,
  wanted: readonly string[],
  file: string,
): void {
  if (!isDeepStrictEqual(program.data, ours.data)) {
    throw otherThan(
      file,
      'the photographs, annotations or splits of this project are not those that it was trained on (for a synthesizer, nor is the segmenter)',
    );
  }
  if (!isDeepStrictEqual(lengthsOf(program), lengthsOf(ours)) || !isDeepStrictEqual(results, [...wanted])) {
    throw otherThan(file, 'its networks are those of another version of the program');
  }
}

const lengthsOf = ({ states }: StoredProgram) =>
  Object.fromEntries(Object.entries(states).map(([name, { shape }]) => [name, shape]));

/** What another version of the program computes or draws otherwise, in words; undefined when nothing. */
function noteOf({ bundle }: ResultManifest, ours: StoredProgram): string | undefined {
  const parts = [
    ['graphs', ({ graphs }: StoredProgram) => graphs],
    ['initial weights', ({ states }: StoredProgram) => states],
    ['random inputs', ({ inputs, schedule }: StoredProgram) => [inputs, schedule]],
    ['samples', ({ samples }: StoredProgram) => samples],
  ] as const;
  const other = parts.flatMap(([name, part]) =>
    isDeepStrictEqual(part(bundle.program), part(ours)) ? [] : [name],
  );
  if (other.length === 0) return undefined;
  const list = new Intl.ListFormat('en-GB').format(other);
  const date = bundle.createdAt.slice(0, 10);
  return `The bundle was written by ${bundle.software} on ${date}; its ${list} are not those of this version (${software})`;
}

/** Those whose photographs and masks are known here. */
function describableSamples({ manifest, samples }: RunResult, ours: StoredProgram): RunResult['samples'] {
  return isDeepStrictEqual(manifest.bundle.program.samples?.feeds, ours.samples?.feeds) ? samples : [];
}

function otherThan(file: string, why: string): FundusError {
  return new FundusError('bad-run', `This training does not belong here: ${why}`, {
    file,
    hint: 'import it into the project that its bundle was written from, with the version that wrote it',
  });
}

/** Stores the run and makes its network; nothing is left of it when that fails. */
async function adopt(
  project: Project,
  { plan, trainer }: BundledTraining,
  { manifest, states, metrics, samples }: RunResult,
  note: string | undefined,
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
    const origin = { device: deviceOf(manifest), ...(note !== undefined && { note }) };
    const model = await finishTraining(trainer, { run, states: trainer.states, step, seconds, origin }, ctx);
    await updateRun(project, run.id, { modelId: model.id });
    await finishRun(project, run.id, 'finished');
    return { run: run.id, model, steps, bestStep: step, seconds, ...(note !== undefined && { note }) };
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
