import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { listMasks } from '../../src/main/store/masks.ts';
import { openProject } from '../../src/main/store/project.ts';
import { listRuns } from '../../src/main/store/runs.ts';
import { brought, openPage } from './page.ts';
import { makeSampleProject } from './projects.ts';
import { screenAddress, startSession } from './session.ts';
import { openSuite } from './suite.ts';

const suite = openSuite();

test('cancels a job and resumes it where it stopped', async () => {
  const dir = join(suite.folder, 'cancelled');
  await makeSampleProject(dir);
  const session = await startSession(suite.folder, dir);
  const { page, close } = await openPage(suite.browser, screenAddress(session, '/images'));
  await page.getByRole('button', { name: 'Extract vessels' }).first().click();
  await page.getByRole('menuitem', { name: 'From all images (6)' }).click();
  await brought(page.getByRole('img', { name: 'vessels extracted' }).first());
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await page.getByRole('link', { name: 'Jobs' }).click();
  const main = page.getByRole('main');
  await main.getByText('cancelled', { exact: true }).first().waitFor();
  const done = await predictions(dir);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(6);

  await main.getByRole('button', { name: 'Resume' }).first().click();
  await brought(main.getByText('finished', { exact: true }).first());
  expect(await predictions(dir)).toBe(6);
  await close();
  await session.stop();
});

test('goes on with a training after the application was killed', async () => {
  const dir = join(suite.folder, 'killed');
  await makeSampleProject(dir);
  let session = await startSession(suite.folder, dir);
  let window = await openPage(suite.browser, screenAddress(session, '/training'));
  await startTraining(window.page);
  await brought(window.page.getByText(/[1-9]\d* of 600/).first());
  await window.close();
  await session.kill();

  session = await startSession(suite.folder, dir);
  window = await openPage(suite.browser, session.address);
  const banner = window.page.getByRole('status').filter({ hasText: 'The application was closed during' });
  await banner.getByRole('button', { name: 'Resume' }).click();
  await banner.waitFor({ state: 'hidden' });
  await window.page.getByRole('link', { name: 'Training' }).click();
  await brought(window.page.getByText('finished', { exact: true }).first());
  await window.close();
  await session.stop();

  const project = openProject(dir);
  const runs = await listRuns(project);
  project.close();
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({ status: 'finished', step: 600 });
});

async function startTraining(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New training' }).first().click();
  await page.getByRole('radio', { name: 'Own settings' }).click();
  const settings = {
    Steps: '600',
    'Crops a step': '1',
    'Side of a crop': '64',
    Width: '4',
    'Working scale': '160',
  };
  for (const [label, value] of Object.entries(settings))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole('button', { name: /^Start/ }).click();
}

async function predictions(dir: string): Promise<number> {
  const project = openProject(dir);
  try {
    return (await listMasks(project, { origins: ['predicted'] })).length;
  } finally {
    project.close();
  }
}
