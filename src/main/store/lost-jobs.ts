import type Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { now } from './columns.ts';
import { isOwnerAlive } from './owners.ts';

const rowsSchema = z.array(z.object({ id: z.number(), process: z.string().nullable() }));

/** Marks the jobs whose process ended before them as interrupted, and their training runs as stopped. */
export function interruptLostJobs(sqlite: Sqlite.Database, projectDir: string): void {
  const running = rowsSchema.parse(
    sqlite.prepare(`SELECT id, process FROM jobs WHERE status = 'running'`).all(),
  );
  const lost = running.filter(({ process }) => process === null || !isOwnerAlive(projectDir, process));
  const finishedAt = now();
  const interrupt = sqlite.prepare(
    `UPDATE jobs SET status = 'interrupted', finished_at = ? WHERE id = ? AND status = 'running' AND process IS ?`,
  );
  for (const { id, process } of lost) interrupt.run(finishedAt, id, process);
  sqlite
    .prepare(
      `UPDATE runs SET status = 'cancelled', finished_at = ? WHERE status = 'running'
        AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = runs.job_id AND jobs.status = 'running')`,
    )
    .run(finishedAt);
}
