import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { isLeftOver, temporaryName } from './temporary.ts';

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
