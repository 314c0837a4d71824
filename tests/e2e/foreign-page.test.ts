import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createProject } from '../../src/main/store/project.ts';
import { openPage } from './page.ts';
import { startSession } from './session.ts';
import { openSuite } from './suite.ts';

const suite = openSuite();

/** Another server on this machine: to the browser it is the same site as the session. */
async function foreignServer(html = ''): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Foreign</title>${html}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('a page of another server can neither read nor change nor embed the session', async () => {
  const dir = join(suite.folder, 'eyes');
  createProject(dir).close();
  const session = await startSession(suite.folder, dir);
  const { origin } = new URL(session.address);
  const context = await suite.browser.newContext();
  const own = await context.newPage();
  await own.goto(session.address);

  const foreign = await context.newPage();
  await foreign.goto(await foreignServer());
  const attacks = await foreign.evaluate(async (origin) => {
    const status = (path: string, init: RequestInit) =>
      fetch(origin + path, { credentials: 'include', ...init }).then(
        ({ status, type }) => (type === 'opaque' ? 'unreadable' : status),
        () => 'failed',
      );
    const picture = new Promise((done) => {
      const image = new Image();
      image.onload = () => done('loaded');
      image.onerror = () => done('failed');
      image.src = `${origin}/assets/icon.svg`;
    });
    return {
      read: await status('/api/projects', {}),
      blind: await status('/api/projects/close', { method: 'POST', mode: 'no-cors' }),
      json: await status('/api/projects/close', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      }),
      picture: await picture,
    };
  }, origin);
  expect(attacks).toEqual({ read: 'failed', blind: 'failed', json: 'failed', picture: 'failed' });

  await foreign.evaluate((origin) => {
    document.body.innerHTML = `<iframe src="${origin}/"></iframe>
      <form method="post" action="${origin}/api/projects/close"></form>`;
  }, origin);
  await foreign.frameLocator('iframe').locator('html').waitFor();
  expect(await foreign.frameLocator('iframe').getByRole('heading').count()).toBe(0);
  await Promise.all([
    foreign.waitForURL(`${origin}/**`),
    foreign.evaluate(() => document.forms[0]?.submit()),
  ]);
  expect(await foreign.locator('body').innerText()).toContain('may not use this session');

  const open = await own.evaluate(
    async () => ((await (await fetch('/api/projects')).json()) as { open: unknown }).open,
  );
  expect(open).toMatchObject({ dir });
  await context.close();
  await session.stop();
});

test('a link on another site opens the session all the same', async () => {
  const session = await startSession(suite.folder);
  const context = await suite.browser.newContext();
  const foreign = await context.newPage();
  // "localhost" is another site than 127.0.0.1.
  const address = (await foreignServer(`<a href="${session.address}">Open</a>`)).replace(
    '127.0.0.1',
    'localhost',
  );
  await foreign.goto(address);
  await foreign.getByRole('link', { name: 'Open' }).click();
  await foreign.getByRole('main').waitFor();
  expect(new URL(foreign.url()).search).toBe('');
  await context.close();
  await session.stop();
});

test('the address that the terminal prints leaves no token behind', async () => {
  const session = await startSession(suite.folder);
  const { page, close } = await openPage(suite.browser, session.address);
  await page.getByRole('main').waitFor();
  expect(page.url()).not.toContain('token');
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await close();
  await session.stop();
});
