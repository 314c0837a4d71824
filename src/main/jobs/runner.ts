import { FundusError } from '../../shared/errors.ts';
import type { JobContext, Progress } from '../../shared/progress.ts';
import { addJob, finishJob, type JobError, startJob, updateJob } from '../store/jobs.ts';
import type { Project } from '../store/project.ts';

const recordEveryMs = 1000;

/**
 * Does a piece of work as a job of the project: the store holds its kind, options, progress and how it ended.
 *
 * @param options what was asked for, anything that JSON can hold
 * @throws what the work throws, after it was recorded
 */
export async function runJob<T>(
  project: Project,
  kind: string,
  options: unknown,
  work: (context: JobContext) => Promise<T>,
  context: JobContext,
): Promise<T> {
  const { id } = await addJob(project, kind, options);
  await startJob(project, id);
  const recorder = new ProgressRecorder((progress) => updateJob(project, id, progress));
  const report = (progress: Progress) => {
    context.report(progress);
    recorder.record(progress);
  };
  try {
    const result = await work({ report, signal: context.signal });
    await recorder.flush();
    await finishJob(project, id, 'finished');
    return result;
  } catch (thrown) {
    const error = toJobError(thrown);
    await recorder.flush();
    await finishJob(project, id, error.code === 'cancelled' ? 'cancelled' : 'failed', error);
    throw thrown;
  }
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

function toJobError(thrown: unknown): JobError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: thrown instanceof FundusError ? thrown.code : 'internal', message };
}
