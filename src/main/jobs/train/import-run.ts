import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { FundusError } from '../../../shared/errors.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { decodeImage } from '../../imaging/decode.ts';
import { updateJob } from '../../store/jobs.ts';
import type { Project } from '../../store/project.ts';
import { addRunMetrics, finishRun, type RunRow, removeRun, startRun, updateRun } from '../../store/runs.ts';
import { type StoredProgram, storeProgram } from '../../training/bundle.ts';
import { nextOf } from '../../training/program.ts';
import { type ResultManifest, type RunResult, readResult } from '../../training/run-result.ts';
import { segmenterOptionsSchema } from '../../training/segmenter/options.ts';
import { takeUp } from '../../training/states.ts';
import { synthesizerOptionsSchema } from '../../training/synthesizer/options.ts';
import { dataDifference, networkDifference, otherParts, software, trainsOtherwise } from './bundle.ts';
import { storeSamples } from './progress.ts';
import { type FinishedTraining, finishTraining, type PreparedTraining, recordEvery } from './run.ts';
import { prepareSegmenter } from './segmenter.ts';
import { prepareSynthesizer } from './synthesizer.ts';

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
): Promise<FinishedTraining> {
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
    const { program } = training.trainer;
    const ours = storeProgram(program).stored;
    requireFitting(result.manifest, ours, program.results, file);
    const taken = { ...result, samples: describableSamples(result, ours) };
    return await adopt(project, training, taken, noteOf(result.manifest, ours), ctx);
  } finally {
    await training.trainer.release();
  }
}

async function prepare(
  project: Project,
  manifest: ResultManifest,
  file: string,
  ctx: JobContext,
): Promise<PreparedTraining> {
  const { kind, options } = manifest.bundle;
  const optionsIn = <Options>(schema: z.ZodType<Options>): Options => {
    const parsed = schema.safeParse(options);
    if (parsed.success) return parsed.data;
    throw doesNotFit(manifest, file, `its options (${problemsOf(parsed.error)})`);
  };
  if (kind === 'segmenter') {
    return prepareSegmenter(project, optionsIn(segmenterOptionsSchema), ctx);
  }
  return prepareSynthesizer(project, optionsIn(synthesizerOptionsSchema), ctx);
}

/** "width: Invalid input: expected number, received string" */
const problemsOf = ({ issues }: z.ZodError) =>
  issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');

/** The digests of all data are the same, and the vectors that came back fit the networks. */
function requireFitting(
  manifest: ResultManifest,
  ours: StoredProgram,
  wanted: readonly string[],
  file: string,
): void {
  const { program, results } = manifest.bundle;
  const networks = networkDifference(ours, program);
  if (networks !== undefined) throw doesNotFit(manifest, file, `its networks (${networks})`);
  if (!isDeepStrictEqual(results, [...wanted])) {
    throw doesNotFit(
      manifest,
      file,
      `what it brings home (expected ${wanted.join(', ')}, found ${results.join(', ')})`,
    );
  }
  const data = dataDifference(ours, program);
  if (data !== undefined) throw otherData(manifest, ours, file, data);
}

/** What another version of the program computes or draws otherwise, in words; undefined when nothing. */
function noteOf({ bundle }: ResultManifest, ours: StoredProgram): string | undefined {
  const other = otherParts(ours, bundle.program);
  if (other.length === 0) return undefined;
  return `The bundle was written by ${writerOf(bundle)}; its ${listed(other)} are not those of this version (${software}), so this is the network that the other one trains. For this version's, train a new bundle`;
}

const listed = (parts: readonly string[]) => new Intl.ListFormat('en-GB').format(parts);

/** "fundus-studio 0.1.0 on 2026-11-20" */
const writerOf = ({ software, createdAt }: ResultManifest['bundle']) =>
  `${software} on ${createdAt.slice(0, 10)}`;

/** Those whose photographs and masks are known here. */
function describableSamples({ manifest, samples }: RunResult, ours: StoredProgram): RunResult['samples'] {
  return isDeepStrictEqual(manifest.bundle.program.samples?.feeds, ours.samples?.feeds) ? samples : [];
}

/** Refuses what belongs to networks that this program does not make. */
function doesNotFit({ bundle }: ResultManifest, file: string, what: string): FundusError {
  return new FundusError('bad-run', `This training does not fit this program, ${software}, in ${what}`, {
    file,
    hint: `its bundle was written by ${writerOf(bundle)}: import it with that version, or train a new bundle of this one`,
  });
}

/** Refuses other data: either the project has changed since then, or the program prepares them otherwise now. */
function otherData(
  { bundle }: ResultManifest,
  ours: StoredProgram,
  file: string,
  difference: string,
): FundusError {
  const isOtherProgram = bundle.software !== software || trainsOtherwise(ours, bundle.program);
  const segmenter =
    bundle.kind === 'synthesizer' ? ', and the segmenter that it looked for vessels with' : '';
  const project = `import it into the project that its bundle was written from, as its photographs, annotations and splits were then${segmenter}`;
  const program = isOtherProgram
    ? `; this program also trains otherwise than the one that wrote it, ${writerOf(bundle)}: with that one it may fit`
    : '';
  return new FundusError(
    'bad-run',
    `This training does not belong here: it was not trained on the photographs, annotations and splits of this project. What differs: ${difference}`,
    { file, hint: `${project}${program}; or train a new bundle of what is there now` },
  );
}

/** Stores the run and makes its network; nothing is left of it when that fails. */
async function adopt(
  project: Project,
  training: PreparedTraining,
  { manifest, states, metrics, samples }: RunResult,
  note: string | undefined,
  ctx: JobContext,
): Promise<FinishedTraining> {
  const { plan, trainer } = training;
  const { kind, seed, steps, options } = plan;
  const jobId = ctx.jobId ?? null;
  const { step, seconds } = manifest;
  const run = await startRun(project, { modelKind: kind, seed, steps, options, jobId });
  try {
    if (jobId !== null) await updateJob(project, jobId, { runId: run.id });
    await updateRun(project, run.id, { step });
    await addRunMetrics(project, run.id, meansOf(metrics));
    await adoptSamples(project, run, samples, trainer, ctx);
    takeUp(trainer.states, asResults(states));
    const origin = { device: deviceOf(manifest), ...(note !== undefined && { note }) };
    const model = await finishTraining(training, { run, states: trainer.states, step, seconds, origin }, ctx);
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
  const groups = Array.from({ length: Math.ceil(metrics.length / recordEvery) }, (_, index) =>
    metrics.slice(index * recordEvery, (index + 1) * recordEvery),
  );
  return groups.flatMap((group, index) =>
    names.map((name) => ({
      step: index * recordEvery + group.length,
      name,
      value: group.reduce((sum, figures) => sum + figures[name]!, 0) / group.length,
    })),
  );
}

async function adoptSamples(
  project: Project,
  run: RunRow,
  samples: RunResult['samples'],
  trainer: PreparedTraining['trainer'],
  ctx: JobContext,
): Promise<void> {
  for (const [step, pictures] of Map.groupBy(samples, (sample) => sample.step)) {
    throwIfCancelled(ctx.signal);
    const made = await Promise.all(pictures.map(({ png }) => decodeImage(png)));
    await storeSamples(project, run.id, step, await trainer.describeSamples(made));
  }
}

/** The states that came back, as those that a step ends with. */
function asResults(states: RunResult['states']) {
  return Object.fromEntries(
    Object.entries(states).map(([name, data]) => [nextOf(name), { data, dims: [data.length] }]),
  );
}
