import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import { listPlacedModels } from '../../src/main/models/files.ts';
import { addShippedModels } from '../../src/main/models/shipped.ts';
import { registerModel } from '../../src/main/store/models.ts';
import { createProject } from '../../src/main/store/project.ts';
import { segmenterCard } from '../unit/jobs/segmenter-card.ts';
import { openPage } from './page.ts';
import { screenAddress, startSession } from './session.ts';
import { openSuite } from './suite.ts';

const suite = openSuite();

test('says what a project reads from the program, copies it in, and marks what is nowhere', async () => {
  const dir = join(suite.folder, 'project');
  const project = createProject(dir);
  await addShippedModels(project);
  const sha256 = '0'.repeat(64);
  await registerModel(
    project,
    { name: 'lost', kind: 'segmenter', sha256, card: { ...segmenterCard(sha256), name: 'lost' } },
    { current: false },
  );
  const session = await startSession(suite.folder, dir);
  const { page, close } = await openPage(suite.browser, screenAddress(session, '/training'));
  await page.getByText('Models', { exact: true }).click();
  const card = (name: string) => page.getByRole('article', { name, exact: true });
  await card('unet-hrf').getByText('read from Fundus Studio').waitFor();
  await card('lost').getByText('missing', { exact: true }).waitFor();
  await page.getByText(/^12 files of these networks \(\d+(\.\d)? MB\) are read from Fundus Studio/).waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await page.getByRole('button', { name: /^Make self-contained \(adds \d+(\.\d)? MB\)$/ }).click();
  await page.getByText(/^Copied 12 files \(\d+(\.\d)? MB\) into the project’s folder$/).waitFor();
  await card('unet-hrf').getByText('in the project’s folder').waitFor();
  await page.getByRole('button', { name: /^Make self-contained/ }).waitFor({ state: 'detached' });
  const places = (await listPlacedModels(project)).map(({ place }) => place);
  expect(places.filter((place) => place === 'project')).toHaveLength(9);
  project.close();
  await close();
  await session.stop();
});
