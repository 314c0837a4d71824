import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installedBinary, noWindow } from '../../src/main/doctor/window.ts';
import type { JobInfo } from '../../src/shared/api/jobs.ts';
import { patienceMs, until } from '../until.ts';

const root = resolve(import.meta.dirname, '../..');
const binary = installedBinary(root);

function whyNot(): string | undefined {
  if (!binary) return 'the binary of Electron has not been downloaded: run "npx install-electron"';
  return noWindow(process.platform, process.env)?.missing;
}

const reason = whyNot();
if (reason !== undefined) process.stderr.write(`The window is not tested: ${reason}\n`);

describe.skipIf(reason !== undefined)(
  `the window${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    let home: string;
    let application: ElectronApplication;
    let page: Page;

    const open = async () => {
      application = await _electron.launch({
        ...(binary !== undefined && { executablePath: binary }),
        args: [root],
        env: { ...process.env, FUNDUS_STUDIO_HOME: home },
        timeout: patienceMs,
      });
      application.context().setDefaultTimeout(patienceMs);
      page = await application.firstWindow();
      await page.waitForLoadState();
    };

    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'fundus-window-'));
      await open();
    });
    afterAll(async () => {
      await application?.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    });

    /** Calls the service from the page. */
    const call = (method: string, path: string, body?: unknown) =>
      page.evaluate(
        async ([method, path, body]) => {
          const headers = { 'content-type': 'application/json' };
          const init = body === undefined ? { method } : { method, headers, body };
          const response = await fetch(`/api${path}`, init);
          return { status: response.status, json: (await response.json()) as unknown };
        },
        [method, path, body === undefined ? undefined : JSON.stringify(body)] as const,
      );

    test('shows the application, at an address of its own, without Node', async () => {
      expect(page.url()).toBe('app://fundus-studio/');
      expect(await page.title()).toContain('Fundus Studio');
      await page.getByRole('heading').first().waitFor();
      const globals = await page.evaluate(() =>
        ['require', 'process', 'Buffer'].filter((name) => name in window),
      );
      expect(globals).toEqual([]);
      expect(await page.evaluate(() => Object.keys(window.desktop ?? {}).sort())).toEqual([
        'chooseFolder',
        'chooseNewFolder',
        'choosePictures',
        'pathOf',
        'revealInFolder',
        'version',
      ]);
    });

    test('reaches no network, opens no window and goes nowhere else', async () => {
      const reached = await page.evaluate(async () => {
        const attempts = ['https://example.org/', 'http://127.0.0.1:1/', 'file:///etc/hosts', 'app://other/'];
        const results = await Promise.allSettled(attempts.map((url) => fetch(url)));
        return results.filter(({ status }) => status === 'fulfilled').length;
      });
      expect(reached).toBe(0);
      expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
      await page.evaluate(() => window.location.assign('https://example.org/'));
      expect(page.url()).toBe('app://fundus-studio/');
      expect(
        await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state),
      ).toBe('denied');
    });

    test('hears what happens in a project, through jobs in the worker', async () => {
      const parent = join(home, 'projects');
      mkdirSync(parent, { recursive: true });
      const heard = page.evaluate(
        () =>
          new Promise<string>((done) => {
            new EventSource('/api/events').addEventListener('message', ({ data }) => done(String(data)), {
              once: true,
            });
          }),
      );
      expect(await call('POST', '/projects', { parent, name: 'Eyes' })).toMatchObject({ status: 201 });
      expect(JSON.parse(await heard)).toEqual({ type: 'opened', dir: join(parent, 'Eyes') });
      const paths = [join(root, 'resources/sample')];
      expect(await call('POST', '/jobs', { kind: 'import', options: { paths } })).toMatchObject({
        status: 201,
      });
      const [job] = await until(
        async () => (await call('GET', '/jobs')).json as JobInfo[],
        ([job]) => job !== undefined && job.finishedAt !== null,
      );
      expect(job).toMatchObject({ status: 'finished' });
      expect((await call('GET', '/images')).json).toHaveLength(6);
    });

    test('asks with the system’s dialogs', async () => {
      await application.evaluate(({ dialog }) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: ['/chosen'] });
      });
      const chosen = await page.evaluate(() => window.desktop?.chooseFolder({ title: 'Import' }));
      expect(chosen).toBe('/chosen');
    });

    test('opens the guide from the Help menu', async () => {
      await application.evaluate(({ Menu }) => {
        const help = Menu.getApplicationMenu()?.items.find(({ role }) => role === 'help');
        help?.submenu?.items.find(({ label }) => label === 'User guide')?.click();
      });
      await page.waitForURL('app://fundus-studio/help');
    });

    test('comes back with what it knew', async () => {
      await application.close();
      await open();
      expect((await call('GET', '/projects')).json).toMatchObject({ recent: [{ name: 'Eyes' }], open: null });
    });
  },
);
