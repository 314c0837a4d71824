import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { addJob, finishJob } from '../../src/main/store/jobs.ts';
import { receiveFile } from '../../src/main/store/uploads.ts';
import { type OpenApplication, openApplication, problem, read } from './support.ts';

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

const uploadSchema = z.object({ id: z.string(), dir: z.string() });

async function openUpload() {
  const opened = await openApplication();
  const upload = await read(uploadSchema, opened.call('POST', '/uploads'));
  return { ...opened, upload, put: (path: string, body: Body) => put(opened, upload.id, path, body) };
}

function put({ handler }: OpenApplication, id: string, path: string, body: Body): Promise<Response> {
  const address = `http://127.0.0.1/api/uploads/${id}/files?path=${encodeURIComponent(path)}`;
  const headers = { 'content-type': 'application/octet-stream' };
  return handler(new Request(address, { method: 'PUT', body, headers, duplex: 'half' }));
}

const filesOf = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** A body whose connection breaks after the first bytes. */
function brokenBody(): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull: (controller) => {
      if (sent) controller.error(new Error('connection reset'));
      else controller.enqueue(new Uint8Array(100_000));
      sent = true;
    },
  });
}

test('keeps the folders of what was dropped', async () => {
  const { upload, put, project } = await openUpload();
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  expect((await put('HRF/images/01_h.jpg', bytes)).status).toBe(204);
  expect((await put('empty.txt', '')).status).toBe(204);
  expect(upload.dir.startsWith(join(project.dir, 'uploads'))).toBe(true);
  expect(new Uint8Array(readFileSync(join(upload.dir, 'HRF/images/01_h.jpg')))).toEqual(bytes);
  expect(readFileSync(join(upload.dir, 'empty.txt'))).toHaveLength(0);
});

test.each([
  '../outside.jpg',
  'a/../../outside.jpg',
  '/etc/outside.jpg',
  'a//b.jpg',
  './a.jpg',
  'a/..',
  'C:\\outside.jpg',
  'a\\..\\..\\outside.jpg',
  'C:outside.jpg',
  'a\0.jpg',
  'a\n.jpg',
  `${'a'.repeat(300)}.jpg`,
])('refuses the path %j', async (path) => {
  const { put, project } = await openUpload();
  expect(await problem(put(path, 'x'))).toMatchObject({ status: 400, code: 'usage' });
  expect(filesOf(join(project.dir, 'uploads'))).toEqual([]);
});

test('does not write over a file that arrived', async () => {
  const { upload, put } = await openUpload();
  await put('a.jpg', 'first');
  expect(await problem(put('a.jpg', 'second'))).toEqual({
    status: 409,
    code: 'output-exists',
    message: 'The upload has a file of this name already',
    file: 'a.jpg',
  });
  expect(readFileSync(join(upload.dir, 'a.jpg'), 'utf8')).toBe('first');
});

test('takes one of two files of the same name that come at once', async () => {
  const { upload, put } = await openUpload();
  const statuses = (await Promise.all([put('a.jpg', 'one'), put('a.jpg', 'two')])).map(
    ({ status }) => status,
  );
  expect(statuses.sort()).toEqual([204, 409]);
  expect(['one', 'two']).toContain(readFileSync(join(upload.dir, 'a.jpg'), 'utf8'));
});

test('a connection that breaks leaves nothing behind', async () => {
  const { upload, put, project } = await openUpload();
  await put('whole.jpg', 'whole');
  expect(await problem(put('half.jpg', brokenBody()))).toMatchObject({
    status: 500,
    code: 'io',
    message: 'The file did not arrive: connection reset',
    file: 'half.jpg',
  });
  expect(filesOf(join(project.dir, 'uploads'))).toEqual(['whole.jpg']);
  expect((await put('half.jpg', 'again')).status).toBe(204);
  expect(readFileSync(join(upload.dir, 'half.jpg'), 'utf8')).toBe('again');
});

test('a file over the limit is refused while it comes', async () => {
  const { upload, project } = await openUpload();
  const body = new Blob([new Uint8Array(2_000_001)]).stream();
  await expect(receiveFile(upload, 'large.tif', body, 2_000_000)).rejects.toMatchObject({
    code: 'too-large',
    message: 'The file has more than 2 megabytes',
    file: 'large.tif',
  });
  expect(filesOf(join(project.dir, 'uploads'))).toEqual([]);
});

test('a file that announces too much is refused before it comes', async () => {
  const { handler, upload } = await openUpload();
  const request = new Request(`http://127.0.0.1/api/uploads/${upload.id}/files?path=a.tif`, {
    method: 'PUT',
    body: 'x',
    headers: { 'content-length': '1000000001' },
  });
  expect(await problem(handler(request))).toMatchObject({ status: 413, code: 'too-large', file: 'a.tif' });
});

test('knows only its own uploads', async () => {
  const { call, upload, put: _, ...opened } = await openUpload();
  for (const id of [
    '..',
    '%2e%2e',
    '..%2f..',
    `${upload.id}x`,
    'files',
    '1-00000000-0000-0000-0000-000000000000',
  ]) {
    const { status } = await put({ ...opened, call }, id, 'a.jpg', 'x');
    expect(status, id).toBe(404);
    await call('DELETE', `/uploads/${id}`);
  }
  expect(existsSync(join(opened.project.dir, 'project.sqlite'))).toBe(true);
  expect((await call('DELETE', `/uploads/${upload.id}`)).status).toBe(204);
  expect(existsSync(upload.dir)).toBe(false);
});

test('opening a project removes uploads of ended processes, save those that an import waits for', async () => {
  const { application, project } = await openApplication();
  // No process has an id this large.
  const ids = ['a', 'b', 'c'].map((digit) => `999999999-${digit.repeat(8)}-0000-0000-0000-000000000000`);
  const dirs = ids.map((id) => join(project.dir, 'uploads', id, 'files'));
  for (const dir of dirs) mkdirSync(dir, { recursive: true });
  await addJob(project, 'import', { paths: [dirs[1]], upload: ids[1] }, 'nobody');
  const done = await addJob(project, 'import', { paths: [dirs[2]], upload: ids[2] }, 'nobody');
  await finishJob(project, done.id, { status: 'finished', result: null });
  await application.close();
  await application.open(project.dir);
  expect(dirs.map((dir) => existsSync(dir))).toEqual([false, true, false]);
});
