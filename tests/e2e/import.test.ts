import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProject } from '../../src/main/store/project.ts';
import { dropOnto } from './drop.ts';
import { brought, openPage } from './page.ts';
import { sample } from './projects.ts';
import { screenAddress, startSession } from './session.ts';
import { openSuite } from './suite.ts';

const suite = openSuite();

test('imports what was dropped and says what became of a broken file among good ones', async () => {
  const dropped = join(suite.folder, 'clinic');
  await mkdir(dropped);
  for (const name of ['06_h.jpg', '08_g.jpg']) await cp(join(sample, 'images', name), join(dropped, name));
  const whole = await readFile(join(sample, 'images/07_h.jpg'));
  await writeFile(join(dropped, 'broken.jpg'), whole.subarray(0, whole.length / 2));
  await writeFile(join(dropped, 'notes.docx'), 'no picture');
  const project = join(suite.folder, 'project');
  createProject(project).close();
  const session = await startSession(suite.folder, project);
  const { page, close } = await openPage(suite.browser, screenAddress(session, '/images'));
  await page
    .getByText(/CHASE_DB1/)
    .first()
    .waitFor();

  await dropOnto(page, [dropped]);
  const dialog = page.getByRole('dialog', { name: 'Import images' });
  await dialog.getByText('Left out (1)').click();
  await dialog.getByText('notes.docx').waitFor();
  await dialog.getByRole('button', { name: 'Import 3 images' }).click();

  await brought(dialog.getByText('2 images imported'));
  await dialog.getByText('1 file failed').waitFor();
  await dialog.getByText('broken.jpg').first().waitFor();
  await dialog
    .getByText(/truncated|ends before/i)
    .first()
    .waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const list = page.getByRole('listbox', { name: 'Images' });
  await expect.poll(() => list.getByRole('option').count()).toBe(2);
  await close();
  await session.stop();
});
