import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { servePage } from '../../scripts/page-server.ts';
import { openPage } from './page.ts';
import { startSession } from './session.ts';
import { openSuite } from './suite.ts';

const root = resolve(import.meta.dirname, '../..');
const suite = openSuite();

/** A copy of the sources to change, inside the repository, where they find the packages. */
function copySources(): string {
  const parent = join(root, 'out/dev');
  mkdirSync(parent, { recursive: true });
  const copy = mkdtempSync(join(parent, 'sources-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const path of ['src/renderer', 'src/shared', 'docs/guide.md']) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  return join(copy, 'src/renderer');
}

test('a change in a component shows without loading the page again, under the session’s own guard', async () => {
  const sources = copySources();
  const session = await startSession(suite.folder, '--page', sources);
  const { origin: behind, search } = new URL(session.address);
  const { origin, server } = await servePage(behind, 0, sources);
  onTestFinished(() => server.close());
  expect(origin).not.toBe(behind);
  expect(await fetch(`${origin}/api/projects`)).toMatchObject({ status: 403 });

  const { page, close } = await openPage(suite.browser, `${origin}/${search}`);
  await page.getByRole('heading', { level: 1, name: 'A few retinal photographs in' }).waitFor();
  expect(page.url()).toBe(`${origin}/`);
  await page.evaluate(() => {
    document.documentElement.dataset.loaded = 'once';
  });
  const component = join(sources, 'start/welcome.tsx');
  const before = readFileSync(component, 'utf8');
  writeFileSync(component, before.replace('A few retinal photographs in', 'Many photographs out'));
  await page.getByRole('heading', { level: 1, name: 'Many photographs out' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.dataset.loaded)).toBe('once');

  const foreign = { headers: { origin: 'http://127.0.0.1:1' } };
  expect((await page.request.post(`${origin}/api/projects/close`, foreign)).status()).toBe(403);
  await close();
  await session.stop();
});

test('npm run dev prints the address of both, and ends on Ctrl-C', async () => {
  const child = spawn(process.execPath, [join(root, 'scripts/dev.ts'), '--port', '0'], {
    env: { ...process.env, FUNDUS_STUDIO_HOME: suite.folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const { origin, search } = new URL(/http:\S+/.exec(line)![0]);
  expect(await (await fetch(`${origin}/main.tsx`)).text()).toContain('createRoot');
  const opened = await fetch(`${origin}/${search}`, { redirect: 'manual' });
  expect(opened).toMatchObject({ status: 303 });
  const headers = { cookie: opened.headers.get('set-cookie')!.split(';')[0]! };
  expect(await fetch(`${origin}/api/projects`, { headers })).toMatchObject({ status: 200 });
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});
