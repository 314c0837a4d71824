import { z } from 'zod';
import { FundusError } from '../../../shared/errors.ts';
import { encodePng } from '../../imaging/encode.ts';
import type { Project } from '../../store/project.ts';
import { getRun, type RunRow, setRunSamples, updateRun } from '../../store/runs.ts';
import { decodeCheckpoint, encodeCheckpoint, type GroupState } from '../../training/states.ts';
import type { TrainingSample } from '../../training/trainer.ts';

/** How far a training run is; with the states of its networks all that a checkpoint holds. */
export interface RunProgress {
  /** Steps done. */
  step: number;
  /** Wall time so far. */
  seconds: number;
  /** The figures of the steps since the last record. */
  recent: Readonly<Record<string, number>>[];
  /** The newest recorded figures. */
  figures: Readonly<Record<string, number>>;
  best: Best | undefined;
}

interface Best {
  readonly score: number;
  readonly step: number;
  readonly states: Record<string, GroupState>;
}

const figuresSchema = z.record(z.string(), z.number());
const extraSchema = z.object({
  seconds: z.number(),
  /** `RunProgress.recent`, under the name that it has in older checkpoints too. */
  window: z.array(figuresSchema),
  figures: figuresSchema,
  best: z.object({ score: z.number(), step: z.number() }).nullable(),
});

const checkpointExtension = 'safetensors';
/** Before the names of the groups in their best state. */
const bestPrefix = 'best.';

/** Stores a checkpoint in the place of the run's last one. */
export async function saveProgress(
  project: Project,
  runId: number,
  progress: RunProgress,
  states: Readonly<Record<string, GroupState>>,
): Promise<void> {
  const { step, seconds, recent, figures, best } = progress;
  const bestStates = Object.entries(best?.states ?? {}).map(([name, state]) => [bestPrefix + name, state]);
  const bytes = encodeCheckpoint({
    step,
    states: { ...states, ...Object.fromEntries(bestStates) },
    extra: {
      seconds,
      window: recent,
      figures: finiteOnly(figures),
      best: best ? { score: best.score, step: best.step } : null,
    },
  });
  const { checkpointSha256: last } = await getRun(project, runId);
  const checkpointSha256 = await project.files.put(bytes, checkpointExtension);
  await updateRun(project, runId, { step, checkpointSha256 });
  if (last !== null && last !== checkpointSha256) await project.files.remove(last, checkpointExtension);
}

/**
 * Reads the run's checkpoint into `states`; without one the run is at its beginning.
 * @throws FundusError 'bad-model' when the checkpoint is damaged or of another network
 */
export async function loadProgress(
  project: Project,
  { checkpointSha256 }: RunRow,
  states: Record<string, GroupState>,
): Promise<RunProgress> {
  if (checkpointSha256 === null) return { step: 0, seconds: 0, recent: [], figures: {}, best: undefined };
  const checkpoint = decodeCheckpoint(await project.files.read(checkpointSha256, checkpointExtension));
  const { best, window: recent, ...extra } = extraSchema.parse(checkpoint.extra);
  const bestStates: Record<string, GroupState> = {};
  for (const [name, initial] of Object.entries(states)) {
    const state = checkpoint.states[name];
    if (state?.weights.length !== initial.weights.length) {
      throw new FundusError('bad-model', `The checkpoint is not of this network: "${name}" differs`);
    }
    states[name] = state;
    const bestState = checkpoint.states[bestPrefix + name];
    if (bestState) bestStates[name] = bestState;
  }
  return {
    ...extra,
    recent,
    step: checkpoint.step,
    best: best ? { ...best, states: bestStates } : undefined,
  };
}

/** JSON has no NaN or infinity. */
function finiteOnly(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));
}

/** Pictures are kept of so many steps, the newest. */
const keptSteps = 12;
const sampleExtension = 'png';
/** Makes the files the samples' own, so that no other row refers to one that is removed. */
const text = { Title: 'Sample of a training' };

/** Stores the pictures of a step. */
export async function storeSamples(
  project: Project,
  runId: number,
  step: number,
  samples: readonly TrainingSample[],
): Promise<void> {
  const stored = [];
  for (const { label, picture } of samples) {
    stored.push({ label, sha256: await project.files.put(await encodePng(picture, text), sampleExtension) });
  }
  const unused = await setRunSamples(project, { runId, step }, stored, keptSteps);
  for (const sha256 of unused) await project.files.remove(sha256, sampleExtension);
}
