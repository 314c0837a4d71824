import type { JobRecord, JobStatus } from '../../shared/api/jobs.ts';
import { jobRequestSchema } from '../../shared/jobs/kinds.ts';
import type { Progress } from '../../shared/progress.ts';
import type { JobRow } from '../store/jobs.ts';
import type { RunRow } from '../store/runs.ts';

/** What a running job reported last. */
export interface LiveProgress {
  readonly progress: Progress;
  /** Seconds. */
  readonly remaining: number | null;
}

export interface JobSurroundings {
  /** Of this process. */
  readonly owner: string;
  readonly live: LiveProgress | undefined;
  /** The training run that the job began or went on with. */
  readonly run: RunRow | undefined;
}

/** Those that can be gone on with. */
export const stoppedStatuses = [
  'paused',
  'interrupted',
  'cancelled',
  'failed',
] as const satisfies JobStatus[];

export function toRecord(job: JobRow, { owner, live, run }: JobSurroundings): JobRecord {
  const { process, ...row } = job;
  const isRunning = row.status === 'running';
  const { phase, done, total, detail } =
    isRunning && live ? { detail: null, ...live.progress } : { ...row, detail: null };
  return {
    ...row,
    ...{ phase, done, total, detail },
    remaining: isRunning && live ? live.remaining : null,
    isResumable: isResumable(job, run),
    isElsewhere: isRunning && process !== owner,
  };
}

/** A job whose run another job has taken up does not go on with it. */
export function isResumable(job: JobRow, run: RunRow | undefined): boolean {
  const isStopped = stoppedStatuses.some((status) => status === job.status);
  if (!isStopped || !jobRequestSchema.safeParse(job).success) return false;
  return run === undefined || (run.jobId === job.id && run.status !== 'finished');
}
