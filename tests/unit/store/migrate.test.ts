import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectDatabase, migrateDatabase } from '../../../src/main/store/migrate.ts';
import { temporaryFolder } from './support.ts';

const first = `
  CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id)) STRICT;
`;
/** The documented way to change a table that others refer to: a new one in the old one's place. */
const rebuild = `
  CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x') STRICT;
  INSERT INTO parent_new (id) SELECT id FROM parent;
  DROP TABLE parent;
  ALTER TABLE parent_new RENAME TO parent;
`;

async function database(): Promise<Sqlite.Database> {
  const sqlite = new Sqlite(join(await temporaryFolder(), 'project.sqlite'));
  onTestFinished(() => {
    sqlite.close();
  });
  return sqlite;
}

/** A database of version 1 with a parent and its child. */
async function databaseWithData(): Promise<Sqlite.Database> {
  const sqlite = await database();
  migrateDatabase(sqlite, [first]);
  sqlite.exec('INSERT INTO parent VALUES (7); INSERT INTO child VALUES (1, 7)');
  return sqlite;
}

const backupsOf = (sqlite: Sqlite.Database) => join(sqlite.name, '..', 'backups');
const count = (sqlite: Sqlite.Database, table: string) =>
  sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

describe('migrateDatabase', () => {
  it('numbers a new database without a backup', async () => {
    const sqlite = await database();
    expect(inspectDatabase(sqlite)).toEqual({ version: 0, empty: true });
    migrateDatabase(sqlite, [first, rebuild]);
    expect(inspectDatabase(sqlite)).toEqual({ version: 2, empty: false });
    expect(existsSync(backupsOf(sqlite))).toBe(false);
  });

  it('runs only what is new and keeps the data, references included', async () => {
    const sqlite = await databaseWithData();
    migrateDatabase(sqlite, [first, rebuild]);
    expect(sqlite.prepare('SELECT id, name FROM parent').all()).toEqual([{ id: 7, name: 'x' }]);
    expect(count(sqlite, 'child')).toBe(1);
    expect(() => sqlite.exec('INSERT INTO child VALUES (2, 8)')).toThrow(/FOREIGN KEY/);
  });

  it('backs up the version before, and only when there is something to do', async () => {
    const sqlite = await databaseWithData();
    sqlite.pragma('journal_mode = WAL');
    migrateDatabase(sqlite, [first]);
    expect(existsSync(backupsOf(sqlite))).toBe(false);
    migrateDatabase(sqlite, [first, rebuild]);
    const names = readdirSync(backupsOf(sqlite));
    expect(names).toEqual([expect.stringMatching(/^project-v1-.*\.sqlite$/)]);
    const backup = new Sqlite(join(backupsOf(sqlite), names[0]!), { readonly: true });
    expect(inspectDatabase(backup).version).toBe(1);
    expect(backup.prepare('SELECT * FROM parent').all()).toEqual([{ id: 7 }]);
    backup.close();
  });

  it('leaves everything as it was when a migration fails', async () => {
    const sqlite = await databaseWithData();
    expect(() => migrateDatabase(sqlite, [first, rebuild, 'CREATE TABLE parent (id INTEGER)'])).toThrow(
      /already exists/,
    );
    expect(inspectDatabase(sqlite).version).toBe(1);
    expect(sqlite.prepare('SELECT * FROM parent').all()).toEqual([{ id: 7 }]);
  });

  it('refuses a migration that breaks references', async () => {
    const sqlite = await databaseWithData();
    expect(() => migrateDatabase(sqlite, [first, 'DELETE FROM parent'])).toThrow(/1 broken reference/);
    expect(count(sqlite, 'parent')).toBe(1);
  });
});
