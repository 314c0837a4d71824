import type { Selectable } from 'kysely';
import {
  type BenchmarkInfo,
  type BenchmarkReport,
  benchmarkReportSchema,
} from '../../shared/api/benchmark.ts';
import { FundusError } from '../../shared/errors.ts';
import { parseColumn, required } from './columns.ts';
import type { Project } from './project.ts';
import type { BenchmarksTable } from './schema.ts';

/** Keeps a report under the machine's and the day's name; one that is there already stays as it is. */
export async function addBenchmark(
  project: Project,
  report: BenchmarkReport,
  { isImported }: { readonly isImported: boolean },
): Promise<BenchmarkInfo> {
  const { id, createdAt } = report;
  await project.db
    .insertInto('benchmarks')
    .values({
      id,
      name: `${report.machine.cpu}, ${createdAt.slice(0, 10)}`,
      document: JSON.stringify(report),
      isImported: isImported ? 1 : 0,
      createdAt,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return toInfo(await getRow(project, id));
}

/** Newest first. */
export async function listBenchmarks(project: Project): Promise<BenchmarkInfo[]> {
  const rows = await project.db
    .selectFrom('benchmarks')
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(toInfo);
}

/** @throws FundusError 'not-found', as all that follow */
export async function getBenchmark(project: Project, id: string): Promise<BenchmarkReport> {
  return reportOf(await getRow(project, id));
}

export async function renameBenchmark(project: Project, id: string, name: string): Promise<BenchmarkInfo> {
  await project.db.updateTable('benchmarks').set({ name }).where('id', '=', id).execute();
  return toInfo(await getRow(project, id));
}

export async function removeBenchmark(project: Project, id: string): Promise<void> {
  const { numDeletedRows } = await project.db
    .deleteFrom('benchmarks')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw new FundusError('not-found', `There is no benchmark ${id} in the project`);
}

async function getRow(project: Project, id: string): Promise<Selectable<BenchmarksTable>> {
  const row = await project.db.selectFrom('benchmarks').selectAll().where('id', '=', id).executeTakeFirst();
  return required(row, `benchmark ${id}`);
}

const reportOf = ({ document }: Selectable<BenchmarksTable>) =>
  parseColumn(benchmarkReportSchema, document, 'benchmarks.document');

function toInfo(row: Selectable<BenchmarksTable>): BenchmarkInfo {
  const { machine, options, series } = reportOf(row);
  const { id, name, createdAt } = row;
  return {
    ...{ id, name, createdAt, isImported: row.isImported === 1 },
    ...{ cpu: machine.cpu, preset: options.preset, series: series.length },
  };
}
