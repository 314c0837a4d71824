import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { listModels } from '../../src/main/store/models.ts';
import { openProject } from '../../src/main/store/project.ts';
import type { ServerEvent } from '../../src/shared/api/events.ts';
import { openApplication, problem, read } from './support.ts';

const info = z.object({
  dir: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  counts: z.object({
    images: z.number(),
    annotated: z.number(),
    predicted: z.number(),
    reviewed: z.number(),
    synthetic: z.number(),
  }),
});
const list = z.object({
  recent: z.array(
    z.object({ dir: z.string(), name: z.string(), openedAt: z.iso.datetime(), isMissing: z.boolean() }),
  ),
  defaultParent: z.string(),
  open: info.nullable(),
});
const none = { images: 0, annotated: 0, predicted: 0, reviewed: 0, synthetic: 0 };

test('a new project has the networks that come along, the float32 ones current, is open and among the recent', async () => {
  const { application, call, folder, project } = await openApplication();
  const published: ServerEvent[] = [];
  application.events.subscribe((event) => published.push(event));
  const created = await call('POST', '/projects', { parent: folder, name: ' Clinic: left/right ' });
  expect(created.status).toBe(201);
  const dir = join(folder, 'Clinic- left-right');
  expect(await read(info, created)).toMatchObject({ dir, name: 'Clinic: left/right', counts: none });
  expect(await read(info, call('GET', '/project'))).toMatchObject({ dir });
  const models = await listModels(application.requireProject());
  expect(models.map(({ name }) => name)).toEqual(expect.arrayContaining(['gan-hrf-int8', 'unet-hrf-int8']));
  expect(models.filter(({ isCurrent }) => isCurrent).map(({ name }) => name)).toEqual([
    'gan-hrf',
    'unet-hrf',
  ]);
  const { recent, open } = await read(list, call('GET', '/projects'));
  expect(recent.map(({ dir, name, isMissing }) => [dir, name, isMissing])).toEqual([
    [dir, 'Clinic: left/right', false],
    [project.dir, 'Eyes', false],
  ]);
  expect(open).toMatchObject({ dir });
  expect(published).toEqual([{ type: 'opened', dir }]);
});

test('opens, closes and opens again; the list remembers, forgets and tells what is missing', async () => {
  const { application, call, folder, project } = await openApplication();
  const { dir } = project;
  expect((await call('POST', '/projects/close')).status).toBe(204);
  expect(await problem(call('GET', '/project'))).toEqual({
    status: 409,
    code: 'no-project',
    message: 'No project is open',
    hint: 'open or create one first',
  });
  expect(await read(list, call('GET', '/projects'))).toMatchObject({ open: null, recent: [{ dir }] });
  expect(await read(info, call('POST', '/projects/open', { dir: `${dir}/.` }))).toMatchObject({ dir });
  const again = application.project;
  await call('POST', '/projects/open', { dir });
  expect(application.project).toBe(again);

  await call('POST', '/projects', { parent: folder, name: 'Gone' });
  await application.close();
  rmSync(join(folder, 'Gone'), { recursive: true });
  const missing = async () =>
    (await read(list, call('GET', '/projects'))).recent.map(({ name, isMissing }) => [name, isMissing]);
  expect(await missing()).toEqual([
    ['Gone', true],
    ['Eyes', false],
  ]);
  const address = `/projects/recent?dir=${encodeURIComponent(join(folder, 'Gone'))}`;
  expect((await call('DELETE', address)).status).toBe(204);
  expect(await missing()).toEqual([['Eyes', false]]);
});

test('a project that cannot be opened leaves the one that is', async () => {
  const { application, call, folder, project } = await openApplication();
  mkdirSync(join(folder, 'pictures'));
  const damaged = join(folder, 'damaged');
  mkdirSync(damaged);
  writeFileSync(join(damaged, 'project.sqlite'), 'not a database at all, but long enough to be read as one');
  expect(await problem(call('POST', '/projects/open', { dir: join(folder, 'pictures') }))).toMatchObject({
    status: 422,
    code: 'not-a-project',
    file: join(folder, 'pictures'),
  });
  expect(await problem(call('POST', '/projects/open', { dir: damaged }))).toMatchObject({
    code: 'not-a-project',
  });
  expect(await problem(call('POST', '/projects', { parent: folder, name: 'Eyes' }))).toMatchObject({
    status: 409,
    code: 'project-exists',
  });
  expect(application.project).toBe(project);
  expect(await read(info, call('GET', '/project'))).toMatchObject({ name: 'Eyes' });
});

test('a project may be open in two processes at once', async () => {
  const { call, project } = await openApplication();
  const other = openProject(project.dir);
  await other.db.updateTable('project').set({ name: 'Renamed elsewhere' }).execute();
  other.close();
  expect(await read(info, call('GET', '/project'))).toMatchObject({ name: 'Renamed elsewhere' });
});

test('requests that make no sense say what was expected', async () => {
  const { call, handler, folder } = await openApplication();
  const send = (body: string, type: string) =>
    handler(
      new Request('http://127.0.0.1/api/projects', {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      }),
    );
  const named = JSON.stringify({ parent: folder, name: 'A' });
  for (const answer of [
    send(named, 'text/plain'),
    send(named, 'application/x-www-form-urlencoded'),
    send('{"parent":', 'application/json'),
    send('', 'application/json'),
    send('null', 'application/json'),
    call('POST', '/projects'),
    call('POST', '/projects', { parent: folder }),
    call('POST', '/projects', { parent: folder, name: '   ' }),
    call('POST', '/projects', { parent: folder, name: '...' }),
    call('POST', '/projects', { parent: 'relative', name: 'A' }),
    call('POST', '/projects/open', { dir: 'relative' }),
    call('DELETE', '/projects/recent'),
  ]) {
    expect(await problem(answer)).toMatchObject({ status: 400, code: 'usage' });
  }
  expect(await problem(call('POST', '/projects', { parent: folder }))).toMatchObject({
    message: expect.stringMatching(/expected string, received undefined[\s\S]*name/),
  });
  expect(readdirSync(folder).sort()).toEqual(['Eyes', 'home']);
});

test('a damaged list of recent projects is read as far as it goes and written whole', async () => {
  const { application, call, folder, project } = await openApplication();
  const file = join(folder, 'home/config/recent-projects.json');
  const entry = { dir: '/gone', name: 'Old', openedAt: '2026-01-01T00:00:00.000Z' };
  writeFileSync(file, JSON.stringify([{ dir: 7 }, entry, 'x']));
  expect((await read(list, call('GET', '/projects'))).recent).toEqual([{ ...entry, isMissing: true }]);
  writeFileSync(file, '[{"dir": "/cut');
  expect((await read(list, call('GET', '/projects'))).recent).toEqual([]);
  await application.close();
  await application.open(project.dir);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject([{ dir: project.dir, name: 'Eyes' }]);
  expect(readdirSync(join(folder, 'home/config'))).toEqual(['recent-projects.json']);
  expect(existsSync(file)).toBe(true);
});
