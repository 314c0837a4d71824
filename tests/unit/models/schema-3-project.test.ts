import { cp, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { segmentProject } from '../../../src/main/jobs/segment.ts';
import { synthesizeImages } from '../../../src/main/jobs/synthesize/synthesize.ts';
import { borrowedNetworks, listPlacedModels } from '../../../src/main/models/files.ts';
import { listMasks } from '../../../src/main/store/masks.ts';
import { openProject, type Project } from '../../../src/main/store/project.ts';
import { listSyntheticImages } from '../../../src/main/store/synthetic.ts';
import { temporaryFolder } from '../store/support.ts';

const fixture = resolve(import.meta.dirname, '../../fixtures/project-schema-3');
const context = { report: () => {}, signal: new AbortController().signal };

/** The fixture's README says what it holds. */
async function oldProject(): Promise<Project> {
  const dir = await temporaryFolder();
  await cp(join(fixture, 'files'), join(dir, 'files'), { recursive: true });
  const sqlite = new Sqlite(join(dir, 'project.sqlite'));
  sqlite.exec(await readFile(join(fixture, 'project.sql'), 'utf8'));
  sqlite.close();
  const project = openProject(dir);
  onTestFinished(() => project.close());
  return project;
}

it('a project with copies of the networks that came along opens as before, and needs nothing of the program', async () => {
  const project = await oldProject();
  const models = await listPlacedModels(project);
  expect(models.map(({ name, isCurrent, place }) => [name, isCurrent, place])).toEqual([
    ['gan-tiny', true, 'project'],
    ['unet-tiny', true, 'project'],
  ]);
  expect(await borrowedNetworks(project)).toEqual({ files: 0, bytes: 0, missing: [] });
});

it('its networks draw what they drew then', async () => {
  const project = await oldProject();
  const before = await listMasks(project);
  const drawn = before.find(({ origin }) => origin === 'predicted')!;
  // The same mask is not stored twice.
  expect((await segmentProject(project, {}, context)).images).toMatchObject([{ maskId: drawn.id }]);
  expect(await listMasks(project)).toEqual(before);
  const { images } = await synthesizeImages(project, { count: 2, seed: 4 }, context);
  expect(images).toHaveLength(2);
  expect(await listSyntheticImages(project)).toHaveLength(3);
});
