import { mkdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely';
import { FundusError } from '../../shared/errors.ts';
import { FileStore } from './files.ts';
import { inspectDatabase, migrateDatabase } from './migrate.ts';
import { migrations } from './migrations.ts';
import { interruptLostJobs } from './owners.ts';
import type { Database } from './schema.ts';

const databaseName = 'project.sqlite';
const busyTimeoutMs = 10_000;

/** An open project: a folder with a database and the files that its rows refer to. */
export interface Project {
  readonly dir: string;
  readonly db: Kysely<Database>;
  readonly files: FileStore;
  close(): void;
}

/**
 * Makes a project in a folder, which is created where it is missing. The name is the folder's unless given.
 *
 * @throws FundusError 'project-exists' when the folder has one; 'io' when it cannot be written.
 */
export function createProject(dir: string, name: string = basename(resolve(dir))): Project {
  const folder = resolve(dir);
  const file = join(folder, databaseName);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new FundusError('io', 'Cannot make the project folder', { file: folder, cause });
  }
  return openDatabase(folder, { fileMustExist: false }, (sqlite) => {
    const refuseExisting = () => {
      const { version, empty } = inspectDatabase(sqlite);
      if (version === 0 && empty) return;
      throw new FundusError('project-exists', 'There is a project in this folder already', {
        file,
        hint: 'open it, or choose another folder',
      });
    };
    migrateDatabase(sqlite, migrations, {
      begin: refuseExisting,
      finish: () =>
        sqlite
          .prepare('INSERT INTO project (id, name, created_at) VALUES (1, ?, ?)')
          .run(name, new Date().toISOString()),
    });
  });
}

/**
 * Opens a project, first bringing it to this version's schema (a copy of the database goes to `backups/`). Jobs that
 * were running when their process ended become 'interrupted'.
 *
 * @throws FundusError 'not-a-project' when the folder has none, or one of a newer version.
 */
export function openProject(dir: string): Project {
  const folder = resolve(dir);
  const file = join(folder, databaseName);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new FundusError('not-a-project', `There is no ${databaseName} in this folder`, {
      file: folder,
      hint: 'choose the folder of a project, or create one',
    });
  }
  return openDatabase(folder, { fileMustExist: true }, (sqlite) => {
    const { version } = inspectDatabase(sqlite);
    if (version === 0) {
      throw new FundusError('not-a-project', 'The database is not one of Fundus Studio', { file });
    }
    if (version > migrations.length) {
      throw new FundusError(
        'not-a-project',
        `The project has schema version ${version}; this program knows ${migrations.length}`,
        { file, hint: 'open it with a newer Fundus Studio' },
      );
    }
    migrateDatabase(sqlite, migrations);
  });
}

function openDatabase(
  folder: string,
  options: Sqlite.Options,
  prepare: (sqlite: Sqlite.Database) => void,
): Project {
  const file = join(folder, databaseName);
  let sqlite: Sqlite.Database | undefined;
  try {
    sqlite = new Sqlite(file, { ...options, timeout: busyTimeoutMs });
    prepare(sqlite);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL'); // A row that points at a file outlives a power cut, as the file does.
    interruptLostJobs(sqlite, folder);
    return composeProject(folder, sqlite);
  } catch (cause) {
    sqlite?.close();
    throw asFundusError(cause, file);
  }
}

function composeProject(dir: string, sqlite: Sqlite.Database): Project {
  return {
    dir,
    db: new Kysely<Database>({
      dialect: new SqliteDialect({ database: sqlite }),
      plugins: [new CamelCasePlugin()],
    }),
    files: new FileStore(join(dir, 'files')),
    close: () => {
      sqlite.close();
    },
  };
}

function asFundusError(cause: unknown, file: string): FundusError {
  if (cause instanceof FundusError) return cause;
  if (cause instanceof Sqlite.SqliteError && cause.code === 'SQLITE_NOTADB') {
    return new FundusError('not-a-project', 'The file is not a database', { file, cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FundusError('io', `Cannot open the project: ${reason}`, { file, cause });
}
