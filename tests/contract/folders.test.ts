import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openApplication, problem, read } from './support.ts';

const listing = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  folders: z.array(z.object({ name: z.string(), path: z.string(), isProject: z.boolean() })),
  pictures: z.array(z.string()),
  places: z.array(z.object({ name: z.string(), path: z.string() })),
});

const list = (path: string) => `/folders?path=${encodeURIComponent(path)}`;

test('lists folders, projects and pictures in the order of their names', async () => {
  const { call, folder, project } = await openApplication();
  const dir = join(folder, 'clinic & more');
  for (const name of ['visit 10', 'visit 9', '.hidden']) mkdirSync(join(dir, name), { recursive: true });
  for (const name of ['b.JPG', 'a.tif', 'notes.txt', '.c.png']) writeFileSync(join(dir, name), '');
  const found = await read(listing, call('GET', list(dir)));
  expect(found).toMatchObject({
    path: dir,
    parent: folder,
    folders: [
      { name: 'visit 9', path: join(dir, 'visit 9'), isProject: false },
      { name: 'visit 10', path: join(dir, 'visit 10'), isProject: false },
    ],
    pictures: ['a.tif', 'b.JPG'],
  });
  expect(found.places.map(({ name }) => name)).toContain('Home');
  const above = await read(listing, call('GET', list(folder)));
  expect(above.folders).toContainEqual({ name: 'Eyes', path: project.dir, isProject: true });
});

test('begins at home, and has nothing above the root', async () => {
  const { call } = await openApplication();
  const home = await read(listing, call('GET', '/folders'));
  expect(home.places).toContainEqual({ name: 'Home', path: home.path });
  expect(await read(listing, call('GET', list('/')))).toMatchObject({ path: '/', parent: null });
});

test('makes a folder', async () => {
  const { call, folder } = await openApplication();
  const made = await call('POST', '/folders', { parent: folder, name: ' Études ' });
  expect(made.status).toBe(201);
  expect(await read(listing, made)).toMatchObject({
    path: join(folder, 'Études'),
    folders: [],
    pictures: [],
  });
});

test('says what is wrong with a folder', async () => {
  const { call, folder } = await openApplication();
  writeFileSync(join(folder, 'file'), '');
  const missing = join(folder, 'missing');
  expect(await problem(call('GET', list(missing)))).toEqual({
    status: 404,
    code: 'not-found',
    message: 'There is no such folder',
    file: missing,
  });
  expect(await problem(call('GET', list(join(folder, 'file'))))).toMatchObject({
    status: 400,
    code: 'usage',
  });
  expect(await problem(call('GET', list('relative')))).toMatchObject({ status: 400, file: 'relative' });
  expect(await problem(call('GET', list('/a\0b')))).toMatchObject({ status: 400 });
  expect(await problem(call('POST', '/folders', { parent: folder, name: 'Eyes' }))).toMatchObject({
    status: 409,
    code: 'output-exists',
  });
  for (const name of ['..', 'a/b', 'a\\b', 'C:', '\0', '']) {
    expect(await problem(call('POST', '/folders', { parent: folder, name }))).toMatchObject({ status: 400 });
  }
});
