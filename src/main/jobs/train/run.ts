import type { ModelKind } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { TrainingResult } from '../../../shared/jobs/results.ts';
import { type JobContext, type Progress, throwIfCancelled } from '../../../shared/progress.ts';
import { defaultThreads } from '../../runtime/session.ts';
import { updateJob } from '../../store/jobs.ts';
import type { ModelRow } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';
import {
  addRunMetrics,
  continueRun,
  finishRun,
  listRuns,
  type RunRow,
  requireIdleRun,
  startRun,
  updateRun,
} from '../../store/runs.ts';
import type { GroupState, States } from '../../training/states.ts';
import type { ProgramTrainer, Report, Trainer, Validation } from '../../training/trainer.ts';
import { loadProgress, type RunProgress, saveProgress, storeSamples } from './progress.ts';

/**
 * To go on with a stopped training, the newest of its kind or that of a run, or to begin one with a preset's options
 * and some of one's own.
 */
export type TrainingRequest<Options, PresetName extends string> =
  | { readonly resume: true | number }
  | ({ readonly resume?: undefined; readonly preset: PresetName } & {
      readonly [Key in keyof Options]?: Options[Key] | undefined;
    });

/** The options of a training that begins: those given, else the preset's, on all cores; for a schema to check. */
export function requestedOptions<Options, PresetName extends string>(
  request: TrainingRequest<Options, PresetName>,
  presets: Readonly<Record<PresetName, object>>,
): Record<string, unknown> {
  if (request.resume !== undefined) throw new Error('a resumed run has its options in the store');
  const { preset, resume: _, ...given } = request;
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { threads: defaultThreads(), ...presets[preset], ...chosen };
}

export interface TrainingPlan {
  readonly kind: ModelKind;
  readonly seed: number;
  readonly steps: number;
  /** What the run was asked for, as JSON can hold it: what `--resume` reads back. */
  readonly options: unknown;
  /** The run to go on with, from `resumableRun`. */
  readonly resume?: RunRow;
  /** In steps. */
  readonly checkpointEvery: number;
  readonly validateEvery: number;
  /** What to know before it is done. */
  readonly note?: string;
}

/** A training that nothing is done of yet. */
export interface Training<By extends Trainer = Trainer> {
  readonly plan: TrainingPlan;
  readonly trainer: By;
  /** Makes a model of what was trained, which takes minutes; may run again when it was interrupted. */
  finish(trained: Trained, report: Report): Promise<ModelRow>;
}

/** One that another machine can do as well. */
export type PreparedTraining = Training<ProgramTrainer>;

/** The same, going on with a run. @param run from `resumableRun` */
export const resuming = <By extends Trainer>(training: Training<By>, run: RunRow): Training<By> => ({
  ...training,
  plan: { ...training.plan, resume: run },
});

/** What a training has come to. */
export interface Trained {
  readonly run: RunRow;
  readonly states: States;
  /** The step after which the states were taken. */
  readonly step: number;
  /** Wall time of the training, over all its sessions. */
  readonly seconds: number;
  /** When it was not trained here. */
  readonly origin?: TrainingOrigin;
}

/** How another program trained; part of the network's card. */
export interface TrainingOrigin {
  /** The machine, and the program. */
  readonly device: string;
  /** What is not as it would have been here. */
  readonly note?: string;
}

/** With the model as the project has it. */
export interface FinishedTraining extends TrainingResult {
  readonly model: ModelRow;
}

/** Training figures are recorded as their means over this many steps. */
export const recordEvery = 20;

/**
 * A run of a kind that was cancelled, failed or lost its process: the one that is named, by default the newest.
 * @throws FundusError 'no-data' when there is none, or that one is finished; 'busy' while another process trains it
 */
export async function resumableRun(project: Project, kind: ModelKind, which: true | number): Promise<RunRow> {
  const runs = await listRuns(project, kind);
  const run =
    which === true
      ? runs.findLast(({ status }) => status !== 'finished')
      : runs.find(({ id }) => id === which);
  if (!run) {
    throw new FundusError('no-data', `The project has no interrupted training of a ${kind}`, {
      hint: 'start a new one',
    });
  }
  if (run.status === 'finished') throw new FundusError('no-data', `Training run ${run.id} is finished`);
  if (run.status === 'running') await requireIdleRun(project, run);
  return run;
}

/**
 * Trains to the last step and makes a model of the best state. The store holds the run, its figures and, at
 * intervals and when it stops, a checkpoint. A run that goes on from its checkpoint computes what it would have
 * computed without the interruption.
 * @throws FundusError 'cancelled' after the step that was being done, its checkpoint stored; 'diverged'; 'busy' while
 *   another process trains the run
 */
export async function runTraining(
  project: Project,
  training: Training,
  ctx: JobContext,
): Promise<FinishedTraining> {
  const { plan, trainer } = training;
  const { kind, seed, steps, options, note } = plan;
  const jobId = ctx.jobId ?? null;
  const run = await (plan.resume
    ? continueRun(project, plan.resume.id, jobId)
    : startRun(project, { modelKind: kind, seed, steps, options, jobId })
  ).catch(async (thrown: unknown) => {
    await trainer.release();
    throw thrown;
  });
  try {
    if (jobId !== null) await updateJob(project, jobId, { runId: run.id });
    const progress = await loadProgress(project, run, trainer.states);
    await trainToEnd(project, run, plan, trainer, progress, ctx);
    const { step, states } = progress.best ?? { step: steps, states: trainer.states };
    const model = await finishTraining(training, { run, states, step, seconds: progress.seconds }, ctx);
    await updateRun(project, run.id, { modelId: model.id });
    await finishRun(project, run.id, 'finished');
    const { seconds } = progress;
    return { run: run.id, model, steps, bestStep: step, seconds, ...(note !== undefined && { note }) };
  } catch (thrown) {
    throw await recordFailure(project, run, thrown);
  } finally {
    await trainer.release();
  }
}

/** Makes a model, with its progress. */
export function finishTraining(training: Training, trained: Trained, ctx: JobContext): Promise<ModelRow> {
  return training.finish(trained, (done, total) => ctx.report({ phase: 'Finishing', done, total }));
}

async function recordFailure(project: Project, run: RunRow, thrown: unknown): Promise<unknown> {
  const isCancelled = thrown instanceof FundusError && thrown.code === 'cancelled';
  await finishRun(project, run.id, isCancelled ? 'cancelled' : 'failed');
  if (!isCancelled) return thrown;
  return new FundusError('cancelled', 'The training was stopped; its state is kept', {
    hint: 'resume it to go on where it stopped; on the command line with --resume',
  });
}

async function trainToEnd(
  project: Project,
  run: RunRow,
  plan: TrainingPlan,
  trainer: Trainer,
  progress: RunProgress,
  ctx: JobContext,
): Promise<void> {
  const { kind, steps, note } = plan;
  const due = (every: number) => progress.step % every === 0 || progress.step === steps;
  const report = (more: Pick<Progress, 'detail' | 'note'>) =>
    ctx.report({ phase: `Training ${kind}`, done: progress.step, total: steps, ...more });
  if (note !== undefined) report({ note });
  let saved = progress.step;
  const save = async () => {
    if (saved !== progress.step) await saveProgress(project, run.id, progress, trainer.states);
    saved = progress.step;
  };
  while (progress.step < steps) {
    if (ctx.signal.aborted) await save();
    throwIfCancelled(ctx.signal);
    const start = performance.now();
    const step = progress.step + 1;
    progress.recent.push(checkFinite(await trainer.trainStep(step), step));
    progress.step = step;
    if (due(recordEvery)) await recordRecent(project, run.id, progress);
    if (trainer.validate && due(plan.validateEvery)) {
      await record(project, run.id, progress, await trainer.validate(step), trainer.states);
    }
    progress.seconds += (performance.now() - start) / 1000;
    if (due(plan.checkpointEvery)) await save();
    report({ detail: describe(progress) });
    await new Promise(setImmediate);
  }
}

/** @throws FundusError 'diverged' */
function checkFinite<T extends Readonly<Record<string, number>>>(figures: T, step: number): T {
  const name = Object.keys(figures).find((name) => !Number.isFinite(figures[name]));
  if (name === undefined) return figures;
  throw new FundusError('diverged', `The ${name} is ${figures[name]} at step ${step}`, {
    hint: 'start again with a lower --learning-rate',
  });
}

/** Records the means of the figures since the last record. */
async function recordRecent(project: Project, runId: number, progress: RunProgress): Promise<void> {
  const { step, recent } = progress;
  const names = Object.keys(recent[0] ?? {});
  const mean = (name: string) => recent.reduce((sum, figures) => sum + figures[name]!, 0) / recent.length;
  progress.figures = { ...progress.figures, ...Object.fromEntries(names.map((name) => [name, mean(name)])) };
  progress.recent = [];
  const metrics = names.map((name) => ({ step, name, value: progress.figures[name]! }));
  await addRunMetrics(project, runId, metrics);
}

async function record(
  project: Project,
  runId: number,
  progress: RunProgress,
  { score, metrics, samples }: Validation,
  states: States,
): Promise<void> {
  const { step } = progress;
  progress.figures = { ...progress.figures, ...metrics };
  const rows = Object.entries(metrics).map(([name, value]) => ({ step, name, value }));
  await addRunMetrics(project, runId, rows.map(finiteOrNull));
  if (samples) await storeSamples(project, runId, step, samples);
  if (score !== undefined && score > (progress.best?.score ?? Number.NEGATIVE_INFINITY)) {
    progress.best = { score, step, states: copyForInference(states) };
  }
}

const finiteOrNull = <T extends { value: number }>(metric: T) => ({
  ...metric,
  value: Number.isFinite(metric.value) ? metric.value : null,
});

/** The moments are not needed to use a network. */
function copyForInference(states: States): States {
  const copy = ({ weights, statistics }: GroupState): GroupState => ({
    weights: weights.slice(),
    statistics: statistics.slice(),
    firstMoment: new Float32Array(),
    secondMoment: new Float32Array(),
  });
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, copy(state)]));
}

/** "loss 0.312, validation F1 0.794" */
function describe({ figures, recent }: RunProgress): string {
  const shown = Object.keys(figures).length > 0 ? figures : (recent.at(-1) ?? {});
  return Object.entries(shown)
    .map(([name, value]) => `${name} ${value.toPrecision(3)}`)
    .join(', ');
}
