import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { listMasks } from '../../../src/main/store/masks.ts';
import { migrateDatabase } from '../../../src/main/store/migrate.ts';
import { openProject } from '../../../src/main/store/project.ts';
import { runScript } from './processes.ts';
import { storeImage, temporaryFolder, temporaryProject } from './support.ts';

describe('several processes on one project', () => {
  it('one makes it, the others find it', async () => {
    const dir = join(await temporaryFolder(), 'project');
    const runs = await Promise.all(
      [1, 2, 3, 4].map(() => runScript('store/scripts/open-and-write.ts', [dir])),
    );
    expect(runs.map((run) => run.code)).toEqual([0, 0, 0, 0]);
    expect(runs.map((run) => run.output).sort()).toEqual(['created', 'opened', 'opened', 'opened']);
    openProject(dir).close();
  });

  it('number masks without gap or clash while writing at once', async () => {
    const project = await temporaryProject();
    const image = await storeImage(project, '01_h');
    const runs = await Promise.all(
      [1, 2, 3].map(() => runScript('store/scripts/open-and-write.ts', [project.dir, '40'])),
    );
    expect(runs.map((run) => run.code)).toEqual([0, 0, 0]);
    const masks = await listMasks(project, { imageId: image.id });
    expect(masks.map((mask) => mask.version)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
  });

  it('a project opens while another process reads and writes it', async () => {
    const project = await temporaryProject();
    await storeImage(project, '01_h');
    const child = runScript('store/scripts/open-and-write.ts', [project.dir, '60']);
    for (let index = 0; index < 10; index++) openProject(project.dir).close();
    expect((await child).code).toBe(0);
    expect(await listMasks(project)).toHaveLength(60);
  });

  it('one migrates, with one backup, and the others wait', async () => {
    const dir = await temporaryFolder();
    const file = join(dir, 'project.sqlite');
    const sqlite = new Sqlite(file);
    migrateDatabase(sqlite, ['CREATE TABLE first (id INTEGER)']);
    sqlite.pragma('journal_mode = WAL');
    sqlite.exec('BEGIN IMMEDIATE; INSERT INTO first VALUES (1)');
    let ready = 0;
    const onOutput = () => {
      ready += 1;
      if (ready === 3) sqlite.exec('COMMIT');
    };
    const runs = await Promise.all(
      [1, 2, 3].map(() => runScript('store/scripts/migrate.ts', [file], { onOutput })),
    );
    expect(runs.map((run) => run.code)).toEqual([0, 0, 0]);
    expect(sqlite.prepare('SELECT * FROM first').all()).toEqual([{ id: 1, name: null }]);
    sqlite.close();
    expect(readdirSync(join(dir, 'backups'))).toHaveLength(1);
  });
});
