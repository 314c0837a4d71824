import { writeSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { migrateDatabase } from '../../../../src/main/store/migrate.ts';

/** Brings the database to version 2; fails if the second migration runs twice. */
writeSync(1, 'ready');
const sqlite = new Sqlite(process.argv[2], { timeout: 10_000 });
migrateDatabase(sqlite, ['CREATE TABLE first (id INTEGER)', 'ALTER TABLE first ADD COLUMN name TEXT']);
sqlite.close();
