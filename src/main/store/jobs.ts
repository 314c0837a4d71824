import { type Selectable, sql, type Updateable } from 'kysely';
import { z } from 'zod';
import type { JobStatus } from '../../shared/api/jobs.ts';
import { type Problem, problemSchema } from '../../shared/errors.ts';
import { now, parseColumn, required } from './columns.ts';
import type { Project } from './project.ts';
import type { JobsTable } from './schema.ts';

export interface JobRow extends Omit<Selectable<JobsTable>, 'options' | 'error' | 'result'> {
  /** As given when it was queued. */
  readonly options: unknown;
  readonly error: Problem | null;
  /** What the work returned; null until it is finished. */
  readonly result: unknown;
}

/** How the work on a job ended. */
export type JobOutcome =
  | { readonly status: 'finished'; readonly result: unknown }
  | { readonly status: 'failed'; readonly error: Problem }
  | { readonly status: StopStatus };

/** What a job that was stopped is. */
export type StopStatus = Extract<JobStatus, 'paused' | 'cancelled' | 'interrupted'>;

/** Results of more characters are not kept: all jobs are read at once. */
const longestResult = 4_000_000;

/** Queues a job for an owner, see owners.ts, or whoever comes; `options` is anything that JSON can hold. */
export async function addJob(
  project: Project,
  kind: string,
  options: unknown,
  process: string | null = null,
): Promise<JobRow> {
  const row = await project.db
    .insertInto('jobs')
    .values({ kind, options: JSON.stringify(options), status: 'queued', process, createdAt: now() })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toJobRow(row);
}

/** @returns the job, or undefined when it does not wait for this owner any more */
export async function startJob(project: Project, id: number, process: string): Promise<JobRow | undefined> {
  const row = await project.db
    .updateTable('jobs')
    .set({ status: 'running', startedAt: sql<string>`coalesce(started_at, ${now()})` })
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .where('process', '=', process)
    .returningAll()
    .executeTakeFirst();
  return row && toJobRow(row);
}

/** Records progress, or the run of a training. */
export async function updateJob(
  project: Project,
  id: number,
  change: Pick<Updateable<JobsTable>, 'done' | 'total' | 'phase' | 'runId'>,
): Promise<void> {
  await project.db.updateTable('jobs').set(change).where('id', '=', id).execute();
}

export async function finishJob(project: Project, id: number, outcome: JobOutcome): Promise<void> {
  const error = outcome.status === 'failed' ? JSON.stringify(outcome.error) : null;
  const result = outcome.status === 'finished' ? JSON.stringify(outcome.result ?? null) : null;
  await project.db
    .updateTable('jobs')
    .set({
      status: outcome.status,
      error,
      result: result !== null && result.length > longestResult ? null : result,
      finishedAt: now(),
    })
    .where('id', '=', id)
    .execute();
}

/** Stops a job that nobody works on. @returns whether it still was one of those statuses */
export async function setJobStatus(
  project: Project,
  id: number,
  { from, to }: { readonly from: readonly JobStatus[]; readonly to: StopStatus },
): Promise<boolean> {
  const result = await project.db
    .updateTable('jobs')
    .set({ status: to, finishedAt: now() })
    .where('id', '=', id)
    .where('status', 'in', from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Marks a job, and its training run, whose process or thread ended before it did. */
export async function interruptJob(project: Project, id: number, problem: Problem | null): Promise<void> {
  const change = { finishedAt: now() };
  await project.db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('jobs')
      .set({ ...change, status: 'interrupted', error: problem && JSON.stringify(problem) })
      .where('id', '=', id)
      .where('status', 'in', ['queued', 'running'])
      .execute();
    await transaction
      .updateTable('runs')
      .set({ ...change, status: 'cancelled' })
      .where('jobId', '=', id)
      .where('status', '=', 'running')
      .execute();
  });
}

/** Queues a job again that was stopped or failed. @returns whether it still was one of those statuses */
export async function requeueJob(
  project: Project,
  id: number,
  from: readonly JobStatus[],
  process: string,
): Promise<boolean> {
  const result = await project.db
    .updateTable('jobs')
    .set({ status: 'queued', process, error: null, result: null, finishedAt: null })
    .where('id', '=', id)
    .where('status', 'in', from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Hands a queued job from an owner who has ended, or null, to another. @returns whether it was still that one's */
export async function adoptJob(
  project: Project,
  { id, process }: Pick<JobRow, 'id' | 'process'>,
  owner: string,
): Promise<boolean> {
  const result = await project.db
    .updateTable('jobs')
    .set({ process: owner })
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .where('process', 'is', process)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function removeJob(project: Project, id: number): Promise<void> {
  await project.db.deleteFrom('jobs').where('id', '=', id).execute();
}

/** @throws FundusError 'not-found' */
export async function getJob(project: Project, id: number): Promise<JobRow> {
  const row = await project.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();
  return toJobRow(required(row, `job ${id}`));
}

/** The jobs, oldest first. */
export async function listJobs(project: Project, status?: JobStatus): Promise<JobRow[]> {
  let query = project.db.selectFrom('jobs').selectAll();
  if (status) query = query.where('status', '=', status);
  return (await query.orderBy('id').execute()).map(toJobRow);
}

/** The jobs of other owners that are running, newer than one, or named, oldest first. */
export async function listJobsElsewhere(
  project: Project,
  {
    owner,
    newerThan,
    or,
  }: { readonly owner: string; readonly newerThan: number; readonly or: readonly number[] },
): Promise<JobRow[]> {
  const rows = await project.db
    .selectFrom('jobs')
    .selectAll()
    .where('process', 'is not', owner)
    .where((where) =>
      where.or([where('status', '=', 'running'), where('id', '>', newerThan), where('id', 'in', or)]),
    )
    .orderBy('id')
    .execute();
  return rows.map(toJobRow);
}

function toJobRow(row: Selectable<JobsTable>): JobRow {
  return {
    ...row,
    options: parseColumn(z.unknown(), row.options, 'jobs.options'),
    error: row.error === null ? null : parseColumn(problemSchema, row.error, 'jobs.error'),
    result: row.result === null ? null : parseColumn(z.unknown(), row.result, 'jobs.result'),
  };
}
