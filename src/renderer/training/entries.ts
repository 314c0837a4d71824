import type { JobInfo } from '../../shared/api/jobs.ts';
import type { RunInfo } from '../../shared/api/training.ts';
import type { ModelKind } from '../../shared/domain.ts';

/** What the list of trainings shows: a run, or a job that has not begun one. */
export interface TrainingEntry {
  /** "run-3" or "job-7". */
  readonly key: string;
  readonly kind: ModelKind;
  readonly name: string;
  readonly run: RunInfo | null;
  readonly job: JobInfo | null;
}

/** A job that ended well or was cancelled without a run of its own has nothing to show. */
const ended: readonly JobInfo['status'][] = ['finished', 'cancelled'];

/** Newest first. */
export function trainingEntries(runs: readonly RunInfo[], jobs: readonly JobInfo[]): TrainingEntry[] {
  const jobOf = (run: RunInfo) =>
    jobs.find(({ id }) => id === run.jobId) ?? jobs.findLast(({ runId }) => runId === run.id) ?? null;
  const started = new Set(runs.map((run) => jobOf(run)?.id));
  const waiting = jobs.flatMap((job): TrainingEntry[] => {
    if (job.kind !== 'train-segmenter' && job.kind !== 'train-synthesizer') return [];
    if (job.runId !== null || started.has(job.id) || ended.includes(job.status)) return [];
    const kind = job.kind === 'train-segmenter' ? 'segmenter' : 'synthesizer';
    return [{ key: `job-${job.id}`, kind, name: job.options?.name ?? kind, run: null, job }];
  });
  const begun = runs.map(
    (run): TrainingEntry => ({ key: `run-${run.id}`, kind: run.kind, name: run.name, run, job: jobOf(run) }),
  );
  return [...waiting.reverse(), ...begun.reverse()];
}

export type EntryStatus = JobInfo['status'];

/** The job knows more than the run: that it is paused or was interrupted. */
export function statusOf({ run, job }: TrainingEntry): EntryStatus {
  if (run && (run.status === 'finished' || !job)) return run.status;
  return job?.status ?? run?.status ?? 'queued';
}

export const isUnderWay = (entry: TrainingEntry) => statusOf(entry) === 'running';

/** What to look at first: what is running, else the newest. */
export const firstEntry = (entries: readonly TrainingEntry[]) => entries.find(isUnderWay) ?? entries[0];
