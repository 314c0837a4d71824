import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createProject } from '../../src/main/store/project.ts';
import { temporaryFolder } from './fundus.ts';

const program = resolve(import.meta.dirname, '../../src/main/browser-session.ts');
const folder = temporaryFolder();
const page = join(folder, 'page');
mkdirSync(page);
writeFileSync(join(page, 'index.html'), '<title>Fundus Studio</title>');

interface Session {
  readonly child: ChildProcess;
  readonly address: URL;
  readonly cookie: string;
  readonly send: (path: string, options?: Options) => Promise<Answer>;
}
interface Options {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}
interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, '--page', page, ...args], {
    env: { ...process.env, FUNDUS_STUDIO_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Starts a session and opens its address as a browser does. */
async function openSession(...args: string[]): Promise<Session> {
  const child = start('--port', '0', ...args);
  const [line] = (await once(child.stdout!.setEncoding('utf8'), 'data')) as [string];
  const address = new URL(/^Fundus Studio: (http:\S+)\n$/.exec(line)?.[1] ?? `not an address: ${line}`);
  const opened = await send(address, address.pathname + address.search);
  const cookie = String(opened.headers['set-cookie']).split(';')[0]!;
  const withCookie = (path: string, options: Options = {}) =>
    send(address, path, { ...options, headers: { cookie, ...options.headers } });
  return { child, address, cookie, send: withCookie };
}

/** Unlike `fetch` this sends any Host, Origin and Cookie. */
function send(
  address: URL,
  path: string,
  { method = 'GET', headers = {}, body }: Options = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = request(
    { host: address.hostname, port: address.port, path, method, headers },
    async (response) => {
      const parts: Buffer[] = await response.toArray();
      const text = Buffer.concat(parts).toString();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    },
  );
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

async function ended(child: ChildProcess): Promise<{ code: number | string | null; stderr: string }> {
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code: code ?? signal, stderr };
}

test('opens with the address that it prints, and only so', async () => {
  const { address, cookie, send: sendWithCookie } = await openSession();
  expect(address.hostname).toBe('127.0.0.1');
  expect(await send(address, '/')).toMatchObject({ status: 403 });
  expect(await send(address, '/api/projects')).toMatchObject({ status: 403 });
  expect(await send(address, `/?token=${'A'.repeat(43)}`)).toMatchObject({ status: 403 });

  const opened = await send(address, address.pathname + address.search);
  expect(opened).toMatchObject({ status: 303, headers: { location: '/', 'cache-control': 'no-store' } });
  expect(opened.headers['set-cookie']).toEqual([`${cookie}; HttpOnly; SameSite=Strict; Path=/`]);
  expect(await sendWithCookie('/')).toMatchObject({ status: 200, text: '<title>Fundus Studio</title>' });
  expect(await sendWithCookie('/api/projects')).toMatchObject({ status: 200 });
});

test('answers no other host and no page of another origin', async () => {
  const { address, send } = await openSession();
  const close = (headers: Record<string, string>) => send('/api/projects/close', { method: 'POST', headers });
  expect(await close({ host: 'evil.example' })).toMatchObject({ status: 403 });
  expect(await close({ host: `evil.example:${address.port}` })).toMatchObject({ status: 403 });
  expect(await close({ origin: 'http://evil.example' })).toMatchObject({ status: 403 });
  expect(await close({ origin: 'http://127.0.0.1:1' })).toMatchObject({ status: 403 });
  expect(await close({ 'sec-fetch-site': 'same-site' })).toMatchObject({ status: 403 });
  expect(await close({ origin: address.origin, 'sec-fetch-site': 'same-origin' })).toMatchObject({
    status: 204,
  });
});

test('a link on another site opens it without a redirect, which would lose the cookie', async () => {
  const { address } = await openSession();
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  const opened = await send(address, address.pathname + address.search, { headers });
  expect(opened).toMatchObject({ status: 200, headers: { refresh: '0;url=/' }, text: '' });
  expect(opened.headers['set-cookie']).toHaveLength(1);
});

test('sends no file outside of the page', async () => {
  const { send } = await openSession();
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  for (const path of ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '//../secret.txt']) {
    expect(await send(path), path).toMatchObject({ status: 404 });
  }
});

test('opens the project that it is given, and ends when it is asked to while a page follows it', async () => {
  const dir = join(folder, 'eyes');
  createProject(dir).close();
  const { address, child, cookie, send } = await openSession(dir);
  expect(JSON.parse((await send('/api/projects')).text)).toMatchObject({ open: { dir, name: 'eyes' } });
  const events = await fetch(new URL('/api/events', address), { headers: { cookie } });
  child.kill('SIGTERM');
  expect(await events.text()).toContain('data: {"type":"opened","dir":null}');
  expect(await ended(child)).toEqual({ code: 0, stderr: '' });
});

test('closes the project on Ctrl-C under npm, too, where it comes twice: from the terminal and from npm', async () => {
  const dir = join(folder, 'twice');
  createProject(dir).close();
  const { address, child, cookie } = await openSession(dir);
  const events = await fetch(new URL('/api/events', address), { headers: { cookie } });
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await events.text()).toContain('data: {"type":"opened","dir":null}');
  const { code, stderr } = await ended(child);
  // A second one that comes after all is done, in the last moments of the process, ends it as usual.
  expect([0, 'SIGINT']).toContain(code);
  expect(stderr).toBe('');
});

test('an upload whose connection breaks leaves nothing', async () => {
  const dir = join(folder, 'uploads-project');
  createProject(dir).close();
  const { address, cookie, send } = await openSession(dir);
  const { id } = JSON.parse((await send('/api/uploads', { method: 'POST' })).text) as { id: string };
  const socket = connect(Number(address.port), address.hostname);
  const head = [
    `PUT /api/uploads/${id}/files?path=a.jpg HTTP/1.1`,
    `Host: ${address.host}`,
    `Cookie: ${cookie}`,
    'Content-Length: 1000000',
    '',
    '',
  ];
  const incoming = join(dir, 'uploads', id, 'incoming');
  socket.write(head.join('\r\n'));
  socket.write(Buffer.alloc(200_000));
  await expect.poll(() => readdirSync(incoming)).toHaveLength(1);
  socket.destroy();
  await expect.poll(() => readdirSync(incoming)).toHaveLength(0);
  expect(readdirSync(join(dir, 'uploads', id, 'files'))).toEqual([]);
  const put = { method: 'PUT', body: 'whole' };
  expect(await send(`/api/uploads/${id}/files?path=a.jpg`, put)).toMatchObject({ status: 204 });
  expect(readdirSync(join(dir, 'uploads', id, 'files'))).toEqual(['a.jpg']);
});

test('says why it cannot start', async () => {
  const { address } = await openSession();
  expect(await ended(start('--port', address.port))).toEqual({
    code: 2,
    stderr: expect.stringMatching(
      /^fundus: usage: Port \d+ is taken [^\n]+ choose another port with --port\n$/,
    ),
  });
  expect(await ended(start('--port', 'x'))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('whole number'),
  });
  expect(await ended(start('--page', join(folder, 'nowhere')))).toEqual({
    code: 1,
    stderr: expect.stringMatching(/The page has not been built.*npm run build:renderer/),
  });
  expect(await ended(start(join(folder, 'nowhere')))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not-a-project'),
  });
});
