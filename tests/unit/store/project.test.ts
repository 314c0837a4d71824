import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { listImages } from '../../../src/main/store/images.ts';
import { createProject, openProject } from '../../../src/main/store/project.ts';
import { storeImage, temporaryFolder, temporaryProject } from './support.ts';

const code = (code: string) => expect.objectContaining({ name: 'FundusError', code });

describe('createProject', () => {
  it('makes the folder, the database and the file store', async () => {
    const project = await temporaryProject();
    expect(readdirSync(project.dir)).toEqual(expect.arrayContaining(['files', 'project.sqlite']));
    expect(await project.db.selectFrom('project').select(['id', 'name']).execute()).toEqual([
      { id: 1, name: 'project' },
    ]);
  });

  it('writes ahead, syncs fully and enforces foreign keys', async () => {
    const project = await temporaryProject();
    await expect(
      project.db.insertInto('splits').values({ imageId: 1, split: 'train' }).execute(),
    ).rejects.toThrow(/FOREIGN KEY/);
    const sqlite = new Sqlite(join(project.dir, 'project.sqlite'), { readonly: true });
    expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
    sqlite.close();
  });

  it('refuses a folder that has a project and leaves that project alone', async () => {
    const project = await temporaryProject();
    await storeImage(project, '01_h');
    expect(() => createProject(project.dir)).toThrow(code('project-exists'));
    expect(await listImages(project)).toHaveLength(1);
  });

  it('refuses a database of another program', async () => {
    const dir = await temporaryFolder();
    const sqlite = new Sqlite(join(dir, 'project.sqlite'));
    sqlite.exec('CREATE TABLE other (id INTEGER)');
    sqlite.close();
    expect(() => createProject(dir)).toThrow(code('project-exists'));
    expect(() => openProject(dir)).toThrow(code('not-a-project'));
  });

  it('starts again where an earlier attempt crashed before anything was written', async () => {
    const dir = await temporaryFolder();
    writeFileSync(join(dir, 'project.sqlite'), '');
    expect(() => openProject(dir)).toThrow(code('not-a-project'));
    createProject(dir).close();
    openProject(dir).close();
  });

  it('says so when the folder cannot be made', async () => {
    const dir = await temporaryFolder();
    writeFileSync(join(dir, 'file'), '');
    expect(() => createProject(join(dir, 'file', 'project'))).toThrow(code('io'));
  });
});

describe('openProject', () => {
  it('finds what was stored', async () => {
    const project = await temporaryProject();
    await storeImage(project, '01_h', { split: 'test' });
    project.close();
    const again = openProject(project.dir);
    expect(await listImages(again)).toMatchObject([{ name: '01_h', split: 'test', stripped: ['exif'] }]);
    again.close();
  });

  it('refuses folders without a project and makes nothing there', async () => {
    const dir = await temporaryFolder();
    expect(() => openProject(dir)).toThrow(code('not-a-project'));
    expect(() => openProject(join(dir, 'missing'))).toThrow(code('not-a-project'));
    expect(readdirSync(dir)).toEqual([]);
    mkdirSync(join(dir, 'project.sqlite'));
    expect(() => openProject(dir)).toThrow(code('not-a-project'));
  });

  it('refuses a file that is not a database', async () => {
    const dir = await temporaryFolder();
    writeFileSync(join(dir, 'project.sqlite'), 'not a database, but long enough to have a header'.repeat(40));
    expect(() => openProject(dir)).toThrow(code('not-a-project'));
  });

  it('refuses a project of a newer version and does not touch it', async () => {
    const project = await temporaryProject();
    project.close();
    const file = join(project.dir, 'project.sqlite');
    const sqlite = new Sqlite(file);
    sqlite.pragma('user_version = 999');
    sqlite.close();
    expect(() => openProject(project.dir)).toThrow(code('not-a-project'));
    const after = new Sqlite(file);
    expect(after.pragma('user_version', { simple: true })).toBe(999);
    after.close();
  });
});
