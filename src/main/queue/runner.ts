import { FundusError, type Problem } from '../../shared/errors.ts';
import type { JobKind, ResultOf } from '../../shared/jobs/kinds.ts';
import type { JobContext, Progress } from '../../shared/progress.ts';
import {
  addJob,
  finishJob,
  type JobOutcome,
  type JobRow,
  type StopStatus,
  startJob,
  updateJob,
} from '../store/jobs.ts';
import { claimOwner } from '../store/owners.ts';
import type { Project } from '../store/project.ts';

const recordEveryMs = 1000;

/** What the signal of a job is aborted with: what the job then is. Anything else means 'cancelled'. */
export type StopReason = StopStatus;

type Kept<Kind extends string> = Kind extends JobKind ? ResultOf<Kind> : unknown;

/** What the store remembers of work that is done at once: a kind of the table with its result, or words of its own. */
export type RecordedJob<Kind extends string, T> = {
  readonly kind: Kind;
  /** What was asked for, anything that JSON can hold. */
  readonly options: unknown;
} & (IsKept<Kind, T> extends true
  ? { readonly keep?: (outcome: T) => Kept<Kind> }
  : {
      /** What of the outcome is the job's result. */
      readonly keep: (outcome: T) => Kept<Kind>;
    });

/** While the outcome is still to be inferred it is unknown. */
type IsKept<Kind extends string, T> = [unknown] extends [T] ? true : [T] extends [Kept<Kind>] ? true : false;

/**
 * Does a piece of work at once as a job of the project.
 *
 * @throws what the work throws, after it was recorded
 */
export async function runJob<Kind extends string, T>(
  project: Project,
  { kind, options, keep }: RecordedJob<Kind, T>,
  work: (context: JobContext) => Promise<T>,
  context: JobContext,
): Promise<T> {
  const owner = claimOwner(project.dir);
  try {
    const { id } = await addJob(project, kind, options, owner.id);
    return await runQueuedJob(project, { id, process: owner.id }, (_, ctx) => work(ctx), context, keep);
  } finally {
    owner.release();
  }
}

/**
 * Does a job that waits in the store, which then holds its progress and how it ended: its result, or why not.
 *
 * @throws what the work throws, after it was recorded; 'busy' when the job does not wait for this process
 */
export async function runQueuedJob<T>(
  project: Project,
  { id, process }: { readonly id: number; readonly process: string },
  work: (job: JobRow, context: JobContext) => Promise<T>,
  { report: passOn, signal }: JobContext,
  keep: (outcome: T) => unknown = (outcome) => outcome,
): Promise<T> {
  const job = await startJob(project, id, process);
  if (!job) throw new FundusError('busy', `Job ${id} is not waiting to be started`, { file: project.dir });
  const recorder = new ProgressRecorder((progress) => updateJob(project, id, progress));
  const report = (progress: Progress) => {
    passOn(progress);
    recorder.record(progress);
  };
  const finish = async (outcome: JobOutcome) => {
    await recorder.flush();
    await finishJob(project, id, outcome);
  };
  try {
    const outcome = await work(job, { report, signal, jobId: id });
    await finish({ status: 'finished', result: keep(outcome) });
    return outcome;
  } catch (thrown) {
    const isStopped = thrown instanceof FundusError && thrown.code === 'cancelled';
    await finish(isStopped ? { status: stopStatus(signal) } : { status: 'failed', error: toProblem(thrown) });
    throw thrown;
  }
}

function stopStatus({ reason }: AbortSignal): StopStatus {
  return reason === 'paused' || reason === 'interrupted' ? reason : 'cancelled';
}

type Recorded = Pick<Progress, 'phase' | 'done' | 'total'>;

/** Writes the newest report about once a second, one write after another, and the last one in the end. */
class ProgressRecorder {
  readonly #write: (progress: Recorded) => Promise<void>;
  #pending: Recorded | undefined;
  #writing: Promise<void> = Promise.resolve();
  #writtenAt = 0;

  constructor(write: (progress: Recorded) => Promise<void>) {
    this.#write = write;
  }

  record({ phase, done, total }: Progress): void {
    this.#pending = { phase, done, total };
    if (Date.now() - this.#writtenAt >= recordEveryMs) this.#start();
  }

  async flush(): Promise<void> {
    this.#start();
    await this.#writing;
  }

  #start(): void {
    const progress = this.#pending;
    if (!progress) return;
    this.#pending = undefined;
    this.#writtenAt = Date.now();
    this.#writing = this.#writing.then(() => this.#write(progress)).catch(() => {});
  }
}

/** What is kept of an error that ended a job. */
export function toProblem(thrown: unknown): Problem {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (!(thrown instanceof FundusError)) return { code: 'internal', message };
  const { code, file, hint } = thrown;
  return { code, message, ...(file !== undefined && { file }), ...(hint !== undefined && { hint }) };
}
