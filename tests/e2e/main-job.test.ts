import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { dropOnto } from './drop.ts';
import { brought, openPage } from './page.ts';
import { sample } from './projects.ts';
import { startSession } from './session.ts';
import { openSuite } from './suite.ts';

const suite = openSuite();

test('takes photographs from a new project to an exported data set', async () => {
  const session = await startSession(suite.folder);
  const { page, close } = await openPage(suite.browser, session.address);
  await makeProject(page, 'Six eyes');
  await importSample(page);
  await extractVessels(page);
  await trainSegmenter(page);
  await acceptFirstMask(page);
  await synthesise(page, 4);
  await keepAndDiscard(page);
  const target = join(suite.folder, 'exported');
  await exportTo(page, target);
  await close();
  await session.stop();
  await checkExport(target, 3);
});

async function makeProject(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await page.waitForURL('**/images');
}

/** All are of the test split as published; a training needs some of its own. */
async function importSample(page: Page): Promise<void> {
  await dropOnto(page, [sample]);
  const dialog = page.getByRole('dialog', { name: 'Import images' });
  await dialog.getByRole('button', { name: 'Import 6 images' }).click();
  await brought(dialog.getByText('6 images imported'));
  await dialog.getByRole('button', { name: 'Done' }).click();
  const list = page.getByRole('listbox', { name: 'Images' });
  await expect.poll(() => list.getByRole('option').count()).toBe(6);
  await list.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('1');
  await list.getByText('healthy · training').first().waitFor();
}

async function extractVessels(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Extract vessels' }).first().click();
  await page.getByRole('menuitem', { name: 'From all images (6)' }).click();
  const extracted = page.getByRole('img', { name: 'vessels extracted' });
  await brought(extracted.nth(5));
  expect(await extracted.count()).toBe(6);
}

/** A network too small to be of use, trained in seconds through the same steps as a real one. */
async function trainSegmenter(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Training' }).click();
  await page.getByRole('button', { name: 'New training' }).first().click();
  await page.getByRole('radio', { name: 'Own settings' }).click();
  const settings = {
    Steps: '40',
    'Crops a step': '1',
    'Side of a crop': '32',
    Width: '2',
    'Working scale': '160',
  };
  for (const [label, value] of Object.entries(settings))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByLabel('Name of the model').fill('tiny');
  await page.getByRole('button', { name: /^Start/ }).click();
  await brought(page.getByText('finished').first());
  await page.getByRole('button', { name: 'tiny' }).first().waitFor();
}

async function acceptFirstMask(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Review' }).click();
  await page.getByText('0 of 6 reviewed').waitFor();
  await page.getByText('1752 × 1168 pixels').waitFor();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByText('1 of 6 reviewed').waitFor();
}

async function synthesise(page: Page, count: number): Promise<void> {
  await page.getByRole('link', { name: 'Synthesis' }).click();
  await page.getByLabel('How many images').fill(String(count));
  await page.getByRole('button', { name: `Start: ${count} images` }).click();
  await page.getByText(`${count} images`).first().waitFor();
}

async function keepAndDiscard(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Gallery' }).click();
  const list = page.getByRole('listbox', { name: 'Synthetic images' });
  await brought(list.getByRole('option').nth(3));
  expect(await list.getByRole('option').count()).toBe(4);
  await list.getByRole('option').nth(0).click();
  await page.keyboard.press('k');
  await list.getByRole('option', { name: /kept/ }).waitFor();
  await list.getByRole('option').nth(1).click();
  await page.keyboard.press('d');
  await list.getByRole('option', { name: /discarded/ }).waitFor();
}

async function exportTo(page: Page, target: string): Promise<void> {
  await page.getByRole('link', { name: 'Export' }).click();
  await page.getByLabel('A new folder').fill(target);
  await page.getByRole('button', { name: 'Export 3 images' }).click();
  await brought(page.getByText('3 images exported'));
}

const manifestSchema = z.object({
  synthetic: z.literal(true),
  counts: z.object({ images: z.number(), masks: z.number() }),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});

/** Every file is the one that the manifest lists, and each image has its mask. */
async function checkExport(target: string, images: number): Promise<void> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8')));
  expect(manifest.counts).toMatchObject({ images, masks: images });
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = await readFile(join(target, path));
    expect(content.byteLength).toBe(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
  }
  const pictures = (kind: string) =>
    manifest.files.map(({ path }) => path).filter((path) => path.includes(`${kind}/synthetic_`));
  expect(pictures('images')).toHaveLength(images);
  expect(pictures('masks')).toEqual(pictures('images').map((path) => path.replace('images/', 'masks/')));
}
