import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { listImages } from '../../../src/main/store/images.ts';
import { addJob, listJobs } from '../../../src/main/store/jobs.ts';
import { migrateDatabase } from '../../../src/main/store/migrate.ts';
import { migrations } from '../../../src/main/store/migrations.ts';
import { openProject } from '../../../src/main/store/project.ts';
import { listRunMetrics, listRuns } from '../../../src/main/store/runs.ts';
import { listSyntheticImages } from '../../../src/main/store/synthetic.ts';
import { fakeSha256, temporaryFolder } from './support.ts';

const at = '2026-01-02T03:04:05.678Z';
const sha256 = (text: string) => `'${fakeSha256(text)}'`;

/** A row in every table as version 1 had them. */
const rows = `
  INSERT INTO project VALUES (1, 'eyes', '${at}');
  INSERT INTO images VALUES (3, '01_h', ${sha256('01_h')}, 'jpg', 64, 48, 'h', 'hrf', 'images/01_h.jpg', 60, 50, '[]', NULL, '${at}');
  INSERT INTO fovs VALUES (3, ${sha256('fov')}, 'given');
  INSERT INTO splits VALUES (3, 'train');
  INSERT INTO runs VALUES (5, 'segmenter', '{"width":8}', 1, 'running', 20, 40, '${at}', NULL, NULL, NULL);
  INSERT INTO run_metrics VALUES (5, 20, 'loss', 0.5);
  INSERT INTO models VALUES (7, 'unet', 'segmenter', ${sha256('unet')}, '{}', 5, 1, '${at}');
  INSERT INTO masks VALUES (11, 3, 1, 'predicted', ${sha256('mask')}, NULL, NULL, 7, NULL, '${at}');
  INSERT INTO jobs VALUES (13, 'segment', '{}', 'finished', 2, 2, 'Segmenting', NULL, '${at}', '${at}', '${at}');
  INSERT INTO jobs VALUES (14, 'export', '{}', 'failed', 0, 0, '', '{"code":"io","message":"disk full"}', '${at}', '${at}', '${at}');
  INSERT INTO jobs VALUES (15, 'train-segmenter', '{}', 'running', 20, 40, 'Training', NULL, '${at}', '${at}', NULL);
  INSERT INTO synthetic_images VALUES (17, 's-1', ${sha256('s-1')}, 11, ${sha256('label')}, 7, ${sha256('unet')}, 1, 'h', '[0.5]', 32, 24, '${at}');
`;

async function versionOneProject(): Promise<string> {
  const dir = await temporaryFolder();
  const sqlite = new Sqlite(join(dir, 'project.sqlite'));
  migrateDatabase(sqlite, migrations.slice(0, 1), { finish: () => sqlite.exec(rows) });
  sqlite.close();
  return dir;
}

describe('a project of version 1', () => {
  it('keeps all its rows, with a backup beside it', async () => {
    const dir = await versionOneProject();
    const project = openProject(dir);
    expect(readdirSync(join(dir, 'backups'))).toEqual([expect.stringMatching(/^project-v1-/)]);
    expect(await listImages(project)).toMatchObject([{ id: 3, name: '01_h', split: 'train' }]);
    expect(await listJobs(project)).toMatchObject([
      { id: 13, kind: 'segment', status: 'finished', done: 2, total: 2, result: null, process: null },
      { id: 14, status: 'failed', error: { code: 'io', message: 'disk full' } },
      { id: 15, kind: 'train-segmenter', done: 20, total: 40, runId: null },
    ]);
    expect(await listRuns(project)).toMatchObject([{ id: 5, step: 20, jobId: null }]);
    expect(await listRunMetrics(project, 5)).toEqual([{ step: 20, name: 'loss', value: 0.5 }]);
    expect(await listSyntheticImages(project)).toMatchObject([
      { id: 17, maskId: 11, style: [0.5], isKept: null, thumbnailSha256: null },
    ]);
    project.close();
  });

  it('goes on numbering jobs, never twice the same', async () => {
    const project = openProject(await versionOneProject());
    const { id } = await addJob(project, 'export', {});
    expect(id).toBe(16);
    await project.db.deleteFrom('jobs').where('id', '=', id).execute();
    expect((await addJob(project, 'export', {})).id).toBe(17);
    project.close();
  });

  it('lets drafts, reviews and tags go with what they belong to', async () => {
    const project = openProject(await versionOneProject());
    const { db } = project;
    await db.insertInto('reviews').values({ imageId: 3, verdict: 'accepted', createdAt: at }).execute();
    await db.insertInto('drafts').values({ imageId: 3, baseMaskId: 11, cursor: 1 }).execute();
    const rectangle = { leftPx: 0, topPx: 0, width: 8, height: 1 };
    const edit = { imageId: 3, position: 0, label: 'brush', ...rectangle, bits: Buffer.from([255]) };
    await db.insertInto('draftEdits').values(edit).execute();
    await db.insertInto('syntheticTags').values({ syntheticId: 17, tag: 'clear' }).execute();
    await expect(
      db.insertInto('drafts').values({ imageId: 3, baseMaskId: 99, cursor: 0 }).execute(),
    ).rejects.toThrow(/UNIQUE|FOREIGN KEY/);
    await db.deleteFrom('syntheticImages').execute();
    await db.deleteFrom('images').execute();
    for (const table of ['reviews', 'drafts', 'draftEdits', 'syntheticTags', 'masks'] as const) {
      expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
    project.close();
  });
});
