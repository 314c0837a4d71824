import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { openPage } from './page.ts';
import { makeSampleProject } from './projects.ts';
import { type Session, screenAddress, startSession } from './session.ts';
import { openSuite } from './suite.ts';

const suite = openSuite();
let session: Session;

beforeAll(async () => {
  const dir = join(suite.folder, 'project');
  await makeSampleProject(dir, { synthetic: 3 });
  session = await startSession(suite.folder, dir);
  return () => session.stop();
});

/** Every screen, and what opens over it. */
const views: readonly { path: string; ready: string; open?: (page: Page) => Promise<unknown> }[] = [
  { path: '/', ready: 'Sample' },
  { path: '/images', ready: '06_dr' },
  { path: '/images?image=1', ready: 'Histogram inside the field of view' },
  { path: '/training', ready: 'Nothing has been trained' },
  {
    path: '/training',
    ready: 'Training',
    open: async (page) => {
      await page.getByRole('button', { name: 'New training' }).first().click();
      await page.getByRole('radio', { name: 'Own settings' }).waitFor();
    },
  },
  {
    path: '/training',
    ready: 'Training',
    open: async (page) => {
      await page.getByText('Models', { exact: true }).click();
      await page.getByRole('article').first().waitFor();
    },
  },
  { path: '/training?quantize=unet-hrf', ready: 'Quantise unet-hrf' },
  { path: '/review', ready: 'of 6 reviewed' },
  { path: '/synthesis', ready: 'How many images' },
  { path: '/gallery', ready: 'Gallery' },
  { path: '/gallery?image=1', ready: 'Lineage' },
  { path: '/export', ready: 'Where to' },
  { path: '/benchmark', ready: 'Nothing has been measured' },
  {
    path: '/benchmark',
    ready: 'Nothing has been measured',
    open: async (page) => {
      await page.keyboard.press('n');
      await page.getByRole('button', { name: /^Advanced/ }).click();
      await page.getByRole('group', { name: 'Backends' }).waitFor();
    },
  },
  { path: '/jobs', ready: 'Jobs' },
  { path: '/help', ready: 'Help' },
  {
    path: '/',
    ready: 'Sample',
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Go to a screen').waitFor();
    },
  },
  {
    path: '/',
    ready: 'Sample',
    open: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    },
  },
];

test('has no serious barrier on any screen, light and dark', async () => {
  const found: string[] = [];
  const { page, atRest, close } = await openPage(suite.browser, session.address);
  for (const { path, ready, open } of views) {
    await page.goto(screenAddress(session, path));
    await page.getByText(ready).first().waitFor();
    await open?.(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await atRest();
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, impact, nodes } of violations) {
        if (impact !== 'serious' && impact !== 'critical') continue;
        const where = `${path}${open ? ' (opened)' : ''}, ${colorScheme}`;
        found.push(
          `${where}: ${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`,
        );
      }
    }
  }
  expect(found).toEqual([]);
  await close();
});
