import type { Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import type { JobStatus } from '../../shared/api/jobs.ts';
import { now, parseColumn, required } from './columns.ts';
import type { Project } from './project.ts';
import type { JobsTable } from './schema.ts';

export interface JobError {
  readonly code: string;
  readonly message: string;
}

export interface JobRow extends Omit<Selectable<JobsTable>, 'options' | 'error' | 'result'> {
  /** As given when it was queued. */
  readonly options: unknown;
  readonly error: JobError | null;
  /** What the work returned; null until it is finished. */
  readonly result: unknown;
}

const jobErrorSchema = z.object({ code: z.string(), message: z.string() });

/** Queues a job; `options` is anything that JSON can hold. */
export async function addJob(project: Project, kind: string, options: unknown): Promise<JobRow> {
  const row = await project.db
    .insertInto('jobs')
    .values({ kind, options: JSON.stringify(options), status: 'queued', createdAt: now() })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toJobRow(row);
}

export async function startJob(project: Project, id: number): Promise<void> {
  await project.db
    .updateTable('jobs')
    .set({ status: 'running', startedAt: now() })
    .where('id', '=', id)
    .execute();
}

export async function updateJob(
  project: Project,
  id: number,
  progress: Pick<Updateable<JobsTable>, 'done' | 'total' | 'phase'>,
): Promise<void> {
  await project.db.updateTable('jobs').set(progress).where('id', '=', id).execute();
}

export async function finishJob(
  project: Project,
  id: number,
  status: Extract<JobStatus, 'finished' | 'failed' | 'cancelled'>,
  error?: JobError,
): Promise<void> {
  await project.db
    .updateTable('jobs')
    .set({ status, error: error ? JSON.stringify(error) : null, finishedAt: now() })
    .where('id', '=', id)
    .execute();
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

function toJobRow(row: Selectable<JobsTable>): JobRow {
  return {
    ...row,
    options: parseColumn(z.unknown(), row.options, 'jobs.options'),
    error: row.error === null ? null : parseColumn(jobErrorSchema, row.error, 'jobs.error'),
    result: row.result === null ? null : parseColumn(z.unknown(), row.result, 'jobs.result'),
  };
}
