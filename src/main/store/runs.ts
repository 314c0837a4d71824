import type { Insertable, Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import type { ModelKind } from '../../shared/domain.ts';
import { now, parseColumn, required } from './columns.ts';
import type { Project } from './project.ts';
import type { RunStatus, RunsTable } from './schema.ts';

/** A training run. */
export interface RunRow extends Omit<Selectable<RunsTable>, 'options'> {
  /** As given when it started. */
  readonly options: unknown;
}

export interface NewRun extends Pick<Insertable<RunsTable>, 'modelKind' | 'seed' | 'steps'> {
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

/** Records progress, a checkpoint, the model, or that a cancelled run goes on (status 'running'). */
export async function updateRun(
  project: Project,
  id: number,
  change: Pick<Updateable<RunsTable>, 'step' | 'steps' | 'checkpointSha256' | 'modelId'> & {
    status?: 'running';
  },
): Promise<void> {
  const resumed = change.status === 'running' && { finishedAt: null };
  await project.db
    .updateTable('runs')
    .set({ ...change, ...resumed })
    .where('id', '=', id)
    .execute();
}

export async function finishRun(
  project: Project,
  id: number,
  status: Exclude<RunStatus, 'running'>,
): Promise<void> {
  await project.db.updateTable('runs').set({ status, finishedAt: now() }).where('id', '=', id).execute();
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

function toRunRow(row: Selectable<RunsTable>): RunRow {
  return { ...row, options: parseColumn(z.unknown(), row.options, 'runs.options') };
}
