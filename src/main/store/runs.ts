import type { Insertable, Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import type { ModelKind, Sha256 } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { now, parseColumn, required } from './columns.ts';
import { getJob } from './jobs.ts';
import type { Project } from './project.ts';
import type { RunSamplesTable, RunStatus, RunsTable } from './schema.ts';

/** A training run. */
export interface RunRow extends Omit<Selectable<RunsTable>, 'options'> {
  /** As given when it started. */
  readonly options: unknown;
}

export interface NewRun extends Pick<Insertable<RunsTable>, 'modelKind' | 'seed' | 'steps' | 'jobId'> {
  /** Anything that JSON can hold. */
  readonly options: unknown;
}

/** `value` is null where the figure was not a number. */
export interface RunMetric {
  readonly step: number;
  readonly name: string;
  readonly value: number | null;
}

export async function startRun(project: Project, run: NewRun): Promise<RunRow> {
  const row = await project.db
    .insertInto('runs')
    .values({ ...run, options: JSON.stringify(run.options), status: 'running', step: 0, startedAt: now() })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRunRow(row);
}

/** Records progress, a checkpoint or the model. */
export async function updateRun(
  project: Project,
  id: number,
  change: Pick<Updateable<RunsTable>, 'step' | 'steps' | 'checkpointSha256' | 'modelId'>,
): Promise<void> {
  await project.db.updateTable('runs').set(change).where('id', '=', id).execute();
}

/**
 * Lets a run that was stopped go on, as part of a job where one is given.
 * @throws FundusError 'busy' while another job works on it
 */
export async function continueRun(project: Project, id: number, jobId: number | null): Promise<RunRow> {
  const row = await project.db
    .updateTable('runs')
    .set({ status: 'running', finishedAt: null, jobId })
    .where('id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('jobs')
            .select('jobs.id')
            .whereRef('jobs.id', '=', 'runs.jobId')
            .where('jobs.status', '=', 'running')
            .where('jobs.id', '!=', jobId ?? 0),
        ),
      ),
    )
    .returningAll()
    .executeTakeFirst();
  if (row) return toRunRow(row);
  throw busyRun(project, id);
}

/** @throws FundusError 'busy' while a job works on the run */
export async function requireIdleRun(project: Project, { id, jobId }: RunRow): Promise<void> {
  if (jobId !== null && (await getJob(project, jobId)).status === 'running') throw busyRun(project, id);
}

function busyRun(project: Project, id: number): FundusError {
  return new FundusError('busy', `Training run ${id} is under way in another process`, {
    file: project.dir,
    hint: 'wait until it ends, or stop it there',
  });
}

export async function finishRun(
  project: Project,
  id: number,
  status: Exclude<RunStatus, 'running'>,
): Promise<void> {
  await project.db.updateTable('runs').set({ status, finishedAt: now() }).where('id', '=', id).execute();
}

/** Forgets a run that made no model, with its figures and samples. */
export async function removeRun(project: Project, id: number): Promise<void> {
  await project.db.deleteFrom('runs').where('id', '=', id).execute();
}

/** @throws FundusError 'not-found' */
export async function getRun(project: Project, id: number): Promise<RunRow> {
  const row = await project.db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  return toRunRow(required(row, `training run ${id}`));
}

/** The runs, oldest first. */
export async function listRuns(project: Project, kind?: ModelKind): Promise<RunRow[]> {
  let query = project.db.selectFrom('runs').selectAll();
  if (kind) query = query.where('modelKind', '=', kind);
  return (await query.orderBy('id').execute()).map(toRunRow);
}

/** Adds the figures of a run; a step that was recorded before, as when a run resumes, is overwritten. */
export async function addRunMetrics(
  project: Project,
  runId: number,
  metrics: readonly RunMetric[],
): Promise<void> {
  if (metrics.length === 0) return;
  await project.db
    .insertInto('runMetrics')
    .values(metrics.map((metric) => ({ runId, ...metric })))
    .onConflict((conflict) =>
      conflict
        .columns(['runId', 'name', 'step'])
        .doUpdateSet((row) => ({ value: row.ref('excluded.value') })),
    )
    .execute();
}

/** The figures of a run by step. */
export async function listRunMetrics(project: Project, runId: number, name?: string): Promise<RunMetric[]> {
  let query = project.db.selectFrom('runMetrics').select(['step', 'name', 'value']);
  query = query.where('runId', '=', runId);
  if (name !== undefined) query = query.where('name', '=', name);
  return query.orderBy('step').orderBy('name').execute();
}

export type RunSampleRow = Selectable<RunSamplesTable>;

/**
 * Sets the pictures of a step, in order, in the place of those of this and later steps, and forgets all but the newest
 * `keep` steps.
 * @returns the files that no step refers to any more
 */
export async function setRunSamples(
  project: Project,
  { runId, step }: Pick<RunSampleRow, 'runId' | 'step'>,
  samples: readonly Pick<RunSampleRow, 'label' | 'sha256'>[],
  keep: number,
): Promise<Sha256[]> {
  const rows = samples.map((sample, position) => ({ runId, step, position, ...sample }));
  return project.db.transaction().execute(async (transaction) => {
    const remove = () => transaction.deleteFrom('runSamples').where('runId', '=', runId).returning('sha256');
    const undone = await remove().where('step', '>=', step).execute();
    await transaction.insertInto('runSamples').values(rows).execute();
    const newest = await transaction
      .selectFrom('runSamples')
      .select('step')
      .distinct()
      .where('runId', '=', runId)
      .orderBy('step', 'desc')
      .limit(keep)
      .execute();
    const old = await remove()
      .where('step', '<', newest.at(-1)?.step ?? 0)
      .execute();
    const removed = new Set([...undone, ...old].map(({ sha256 }) => sha256));
    const used = await transaction
      .selectFrom('runSamples')
      .select('sha256')
      .where('sha256', 'in', [...removed])
      .execute();
    return [...removed].filter((sha256) => used.every((sample) => sample.sha256 !== sha256));
  });
}

/** The pictures of a run, newest step first, in order within a step. */
export async function listRunSamples(project: Project, runId: number): Promise<RunSampleRow[]> {
  return project.db
    .selectFrom('runSamples')
    .selectAll()
    .where('runId', '=', runId)
    .orderBy('step', 'desc')
    .orderBy('position')
    .execute();
}

function toRunRow(row: Selectable<RunsTable>): RunRow {
  return { ...row, options: parseColumn(z.unknown(), row.options, 'runs.options') };
}
