import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { addBenchmark, listBenchmarks } from '../../../src/main/store/benchmarks.ts';
import { listImages } from '../../../src/main/store/images.ts';
import { migrateDatabase } from '../../../src/main/store/migrate.ts';
import { migrations } from '../../../src/main/store/migrations.ts';
import { openProject } from '../../../src/main/store/project.ts';
import { report } from '../benchmark-reports.ts';
import { fakeSha256, temporaryFolder } from './support.ts';

const at = '2026-01-02T03:04:05.678Z';
const rows = `
  INSERT INTO project VALUES (1, 'eyes', '${at}');
  INSERT INTO images VALUES (3, '01_h', '${fakeSha256('01_h')}', 'jpg', 64, 48, 'h', 'hrf', 'images/01_h.jpg', 60, 50, '[]', NULL, '${at}');
  INSERT INTO fovs VALUES (3, '${fakeSha256('fov')}', 'given');
`;

it('a project of version 2 keeps its rows, with a backup beside it, and takes benchmarks', async () => {
  const dir = await temporaryFolder();
  const sqlite = new Sqlite(join(dir, 'project.sqlite'));
  migrateDatabase(sqlite, migrations.slice(0, 2), { finish: () => sqlite.exec(rows) });
  sqlite.close();
  const project = openProject(dir);
  expect(readdirSync(join(dir, 'backups'))).toEqual([expect.stringMatching(/^project-v2-/)]);
  expect(await listImages(project)).toMatchObject([{ id: 3, name: '01_h' }]);
  expect(await listBenchmarks(project)).toEqual([]);
  await addBenchmark(project, report([]), { isImported: false });
  expect(await listBenchmarks(project)).toHaveLength(1);
  project.close();
});
