import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { now } from './columns.ts';
import { isLeftOver, temporaryName } from './durable.ts';

/**
 * Who runs jobs of a project: the application that has it open, or a command at work. An owner holds a lock that the
 * operating system takes back however its process ends, so that nobody else is ever taken for it, as the next
 * process with the same id would be. The lock is SQLite's, on an empty database of the owner's own.
 */
export interface Owner {
  readonly id: string;
  /** Lets others take over. */
  release(): void;
}

export function claimOwner(projectDir: string): Owner {
  const folder = ownersFolder(projectDir);
  mkdirSync(folder, { recursive: true });
  sweep(projectDir, folder);
  const id = temporaryName();
  const file = join(folder, id);
  const lock = new Sqlite(file);
  lock.exec('BEGIN EXCLUSIVE');
  return {
    id,
    release: () => {
      lock.close();
      rmSync(file, { force: true });
    },
  };
}

/** Whether the owner's process is alive and has not released it. */
export function isOwnerAlive(projectDir: string, id: string): boolean {
  const file = join(ownersFolder(projectDir), basename(id));
  if (!existsSync(file)) return false;
  const probe = new Sqlite(file, { timeout: 0 });
  try {
    probe.exec('BEGIN IMMEDIATE');
    return false;
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true;
    throw error;
  } finally {
    probe.close();
  }
}

function ownersFolder(projectDir: string): string {
  return join(projectDir, 'owners');
}

/** Removes the locks of processes that ended without doing so. */
function sweep(projectDir: string, folder: string): void {
  for (const id of readdirSync(folder)) {
    const file = join(folder, id);
    if (isLeftOver(id, file) && !isOwnerAlive(projectDir, id)) rmSync(file, { force: true });
  }
}

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
