import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHandler } from '../../src/main/api/handler.ts';
import { openApplication } from './support.ts';

const secret = 'not for the page';

async function openPage() {
  const { application, folder } = await openApplication();
  const rendererDir = join(folder, 'page');
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(rendererDir, 'index.html'), '<title>Fundus Studio</title>');
  writeFileSync(join(rendererDir, 'assets/index-1a2b.js'), 'export {};');
  mkdirSync(join(folder, 'page-of-another'));
  writeFileSync(join(folder, 'secret.txt'), secret);
  writeFileSync(join(folder, 'page-of-another/secret.txt'), secret);
  symlinkSync(join(folder, 'secret.txt'), join(rendererDir, 'assets/link.txt'));
  const handler = createHandler(application, { rendererDir });
  return { folder, get: (path: string) => handler(new Request(`http://127.0.0.1${path}`)) };
}

test.each(['/', '/review?image=3', '/gallery'])('%s is the page', async (path) => {
  const { get } = await openPage();
  const response = await get(path);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(await response.text()).toBe('<title>Fundus Studio</title>');
});

test('files that are named by their content are kept by the browser', async () => {
  const { get } = await openPage();
  const response = await get('/assets/index-1a2b.js');
  expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(await response.text()).toBe('export {};');
});

test('a page may load and call nothing but its own service, and run no inline script', async () => {
  const { get } = await openPage();
  for (const path of ['/', '/api/projects', '/api/unknown', '/missing.js']) {
    const { headers } = await get(path);
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
        const [name, ...sources] = directive.split(' ');
        return [name, sources.join(' ')] as const;
      }),
    );
    expect(policy.get('default-src'), path).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('connect-src')).toBe("'self'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test.each([
  ['/../secret.txt', 404],
  ['/%2e%2e/secret.txt', 404],
  ['/..%2fsecret.txt', 404],
  ['/assets/..%2f..%2fsecret.txt', 404],
  ['/%2e%2e%2fsecret.txt', 404],
  ['/..%2fpage-of-another/secret.txt', 404],
  ['/..%5csecret.txt', 404],
  ['/assets/link.txt', 404],
  ['/%00.txt', 404],
  ['/secret.txt%00.js', 404],
  ['/%zz.txt', 404],
  ['/missing.js', 404],
])('%s is not served', async (path, status) => {
  const { get } = await openPage();
  const response = await get(path);
  expect(response.status).toBe(status);
  expect(await response.text()).not.toContain(secret);
});

test('an absolute path is one within the page', async () => {
  const { folder, get } = await openPage();
  for (const path of [`/${folder}/secret.txt`, `/%2f${folder}/secret.txt`, `//${folder}/secret.txt`]) {
    expect((await get(path)).status).toBe(404);
  }
});
