import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';

/** "Fund" in ASCII: what SQLite's application_id holds in a project's database. */
const applicationId = 0x46756e64;

/** Whether the database is a project's: `version` counts its migrations (0: not a project's), `empty` has no table. */
export function inspectDatabase(sqlite: Sqlite.Database): { version: number; empty: boolean } {
  const version = z.number().parse(sqlite.pragma('user_version', { simple: true }));
  const owner = sqlite.pragma('application_id', { simple: true });
  const tables = z.number().parse(sqlite.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  return { version: owner === applicationId ? version : 0, empty: tables === 0 };
}

/**
 * Brings a database to the newest version in one transaction, under SQLite's write lock, so that of several
 * processes one migrates and the others wait and find it done. A database that has data is copied to
 * `backups/` beside it first.
 *
 * `begin` runs inside the transaction before the migrations and may refuse by throwing; `finish` runs after them.
 */
export function migrateDatabase(
  sqlite: Sqlite.Database,
  migrations: readonly string[],
  steps: { begin?: () => void; finish?: () => void } = {},
): void {
  sqlite.pragma('foreign_keys = OFF'); // Rebuilding a referenced table needs it; checked as a whole below.
  sqlite
    .transaction(() => {
      steps.begin?.();
      const { version } = inspectDatabase(sqlite);
      if (version >= migrations.length) return;
      if (version > 0) backUp(sqlite.name, version);
      for (const migration of migrations.slice(version)) sqlite.exec(migration);
      const violations = z.array(z.unknown()).parse(sqlite.pragma('foreign_key_check'));
      if (violations.length > 0) {
        throw new FundusError('internal', `The migration leaves ${violations.length} broken references`, {
          file: sqlite.name,
        });
      }
      sqlite.pragma(`application_id = ${applicationId}`);
      sqlite.pragma(`user_version = ${migrations.length}`);
      steps.finish?.();
    })
    .immediate();
  sqlite.pragma('foreign_keys = ON');
}

/** Copies the committed state of the database, readable while another connection holds the write lock. */
function backUp(file: string, version: number): void {
  const folder = join(dirname(file), 'backups');
  mkdirSync(folder, { recursive: true });
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const target = join(folder, `project-v${version}-${stamp}.sqlite`);
  const reader = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    reader.prepare('VACUUM INTO ?').run(`${target}.tmp`);
    renameSync(`${target}.tmp`, target);
  } catch (cause) {
    rmSync(`${target}.tmp`, { force: true });
    throw cause;
  } finally {
    reader.close();
  }
}
