import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { decodeMask } from '../../src/main/imaging/decode.ts';
import { listImageItems } from '../../src/main/store/images.ts';
import { latestMask, listMasks, type MaskRow } from '../../src/main/store/masks.ts';
import { openProject } from '../../src/main/store/project.ts';
import { openPage } from './page.ts';
import { makeSampleProject } from './projects.ts';
import { screenAddress, startSession } from './session.ts';
import { openSuite } from './suite.ts';

const suite = openSuite();

test('keeps an edited mask, with what was undone, bit for bit', async () => {
  const dir = join(suite.folder, 'edited');
  await makeSampleProject(dir);
  let session = await startSession(suite.folder, dir);
  let window = await openPage(suite.browser, screenAddress(session, '/review'));
  await editorIsReady(window.page);
  await stroke(window.page, -0.2);
  await stroke(window.page, 0);
  const withTwo = await maskPicture(window.page);
  await stroke(window.page, 0.2);
  await window.page.keyboard.press('Control+z');
  await isSaved(window.page);
  expect(await maskPicture(window.page)).toEqual(withTwo);
  await window.page.keyboard.press('Control+s');
  await window.page.getByRole('tab', { name: 'Versions (2)' }).waitFor();
  const saved = await masksOf(dir);

  await window.close();
  await session.kill();
  session = await startSession(suite.folder, dir);
  window = await openPage(suite.browser, screenAddress(session, '/review'));
  await editorIsReady(window.page);
  expect(await maskPicture(window.page)).toEqual(withTwo);
  await window.page.keyboard.press('Control+Shift+z');
  await isSaved(window.page);
  expect(await maskPicture(window.page)).not.toEqual(withTwo);
  await window.page.keyboard.press('Control+z');
  await window.page.keyboard.press('Control+s');
  await isSaved(window.page);
  await window.close();
  await session.stop();

  expect(await masksOf(dir)).toEqual(saved);
  const [annotation, edited] = saved;
  expect(edited).toMatchObject({ origin: 'edited', parentId: annotation!.id });
  expect(await changedPixels(dir, annotation!, edited!)).toBeGreaterThan(500);
});

test('reviews six images by keyboard alone', async () => {
  const dir = join(suite.folder, 'keyboard');
  await makeSampleProject(dir);
  const session = await startSession(suite.folder, dir);
  const { page, close } = await openPage(suite.browser, session.address);
  await page.getByRole('heading', { name: 'Sample' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Go to a screen').waitFor();
  await page.keyboard.type('Review');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/review*');
  await page.getByText('0 of 6 reviewed').waitFor();
  await editorIsReady(page);
  // A stroke with the keyboard's cursor on the first image.
  for (const key of ['b', 'c', 'Space', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Space'])
    await page.keyboard.press(key);
  await page.getByRole('list', { name: 'Edits' }).getByText('brush').waitFor();
  const keys = { '06_dr': 'a', '06_h': 'a', '07_h': 'n', '08_dr': 'r', '08_g': 'a', '10_g': 'n' };
  for (const [index, [name, key]] of Object.entries(keys).entries()) {
    await page.getByRole('heading', { name }).waitFor();
    await editorIsReady(page);
    await page.keyboard.press(key);
    await page.getByText(`${index + 1} of 6 reviewed`).waitFor();
  }
  await close();
  await session.stop();
  const project = openProject(dir);
  const reviews = await listImageItems(project);
  const latest = await latestMask(project, 1);
  project.close();
  const verdicts = ['accepted', 'accepted', 'needs-work', 'rejected', 'accepted', 'needs-work'];
  expect(reviews.map(({ verdict }) => verdict)).toEqual(verdicts);
  expect(latest?.origin).toBe('edited');
});

async function editorIsReady(page: Page): Promise<void> {
  await page.getByRole('toolbar', { name: 'Tools' }).waitFor();
  await isSaved(page);
}

async function isSaved(page: Page): Promise<void> {
  await page.getByRole('status', { name: 'Saving' }).getByText('Saved').waitFor();
}

/** Draws a line of the brush from left to right; `height` is its place, 0 in the middle. */
async function stroke(page: Page, height: number): Promise<void> {
  const box = (await page.locator('canvas').first().boundingBox())!;
  const y = box.y + box.height * (0.5 + height);
  const x = (share: number) => box.x + box.width * share;
  await page.keyboard.press('b');
  await page.mouse.move(x(0.4), y);
  await page.mouse.down();
  for (let share = 0.4; share <= 0.6; share += 0.02) await page.mouse.move(x(share), y + 20 * share);
  await page.mouse.up();
  await isSaved(page);
  // The cursor's outline is no part of the mask.
  await page.mouse.move(2, 2);
}

/** The canvases of the editor as they are on the screen. */
function maskPicture(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    return [...document.querySelectorAll<HTMLCanvasElement>('canvas[data-layer=mask]')].map((canvas) =>
      canvas.toDataURL(),
    );
  });
}

async function masksOf(dir: string): Promise<MaskRow[]> {
  const project = openProject(dir);
  try {
    return await listMasks(project, { imageId: 1 });
  } finally {
    project.close();
  }
}

async function changedPixels(dir: string, a: MaskRow, b: MaskRow): Promise<number> {
  const project = openProject(dir);
  try {
    const [before, after] = await Promise.all(
      [a, b].map(({ sha256 }) => decodeMask(project.files.path(sha256, 'png'))),
    );
    return before!.data.reduce((count, value, i) => count + (value === after!.data[i] ? 0 : 1), 0);
  } finally {
    project.close();
  }
}
