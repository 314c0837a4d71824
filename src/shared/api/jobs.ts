import type { Problem } from '../errors.ts';
import { isJobKind, type JobKind, jobKinds, type OptionsOf, type ResultOf } from '../jobs/kinds.ts';

export const jobStatuses = [
  'queued',
  'running',
  /** Stopped by the user, to be gone on with. */
  'paused',
  'finished',
  'failed',
  'cancelled',
  /** Its process ended before it did. */
  'interrupted',
] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** How far a job of any kind is. */
export interface JobState {
  readonly id: number;
  readonly status: JobStatus;
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** The current item or figures; only while it runs. */
  readonly detail: string | null;
  /** Seconds, from the pace of this session; only while it runs. */
  readonly remaining: number | null;
  readonly error: Problem | null;
  /** The training's run. */
  readonly runId: number | null;
  /** Whether POST /api/jobs/:id/resume goes on where it stopped. */
  readonly isResumable: boolean;
  /** Another process runs it, such as the command line: it is shown, but cannot be paused or cancelled from here. */
  readonly isElsewhere: boolean;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/**
 * GET /api/jobs, oldest first; GET /api/jobs/:id. The command line records jobs in the same store, with options and
 * kinds of its own, and another version may have left results of another shape: `readJob` tells them apart.
 */
export interface JobRecord extends JobState {
  /** One of JobKind, or what the command line recorded. */
  readonly kind: string;
  readonly options: unknown;
  /** Null until it is finished, and where it was too long to be kept. */
  readonly result: unknown;
}

/** A job of a kind in the table. */
export type KnownJob<Kind extends JobKind = JobKind> = {
  [K in Kind]: JobState & {
    readonly kind: K;
    /** Null where the command line recorded its own. */
    readonly options: OptionsOf<K> | null;
    readonly result: ResultOf<K> | null;
    /** Whether a result is stored that this version cannot read. */
    readonly hasForeignResult: boolean;
  };
}[Kind];

/** A job that only the command line knows. */
export interface OtherJob extends JobState {
  readonly kind: 'other';
  readonly name: string;
}

export type JobInfo = KnownJob | OtherJob;

export function readJob({ kind, options, result, ...state }: JobRecord): JobInfo {
  if (!isJobKind(kind)) return { ...state, kind: 'other', name: kind };
  return knownJob(kind, state, options, result);
}

function knownJob<Kind extends JobKind>(kind: Kind, state: JobState, options: unknown, stored: unknown) {
  const result: ResultOf<Kind> | null = jobKinds[kind].result.safeParse(stored).data ?? null;
  const asked: OptionsOf<Kind> | null = jobKinds[kind].options.safeParse(options).data ?? null;
  const hasForeignResult = stored !== null && result === null;
  return { ...state, kind, options: asked, result, hasForeignResult } as KnownJob<Kind>;
}

/**
 * POST /api/jobs/:id/pause | cancel | resume -> JobRecord; one that is running stops soon after. DELETE /api/jobs/:id
 * forgets one that is not running; DELETE /api/jobs forgets all that have ended, save those that were paused or
 * interrupted, unfinished trainings and quantisations that wait for a decision.
 */
export const jobActions = ['pause', 'cancel', 'resume'] as const;
export type JobAction = (typeof jobActions)[number];
