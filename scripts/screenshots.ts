import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright';
import { build } from 'vite';
import { decodeImage } from '../src/main/imaging/decode.ts';
import { encodePng } from '../src/main/imaging/encode.ts';
import { launchChromium } from '../tests/e2e/chromium.ts';
import { makeSampleProject } from '../tests/e2e/projects.ts';
import { type Session, screenAddress, startSession } from '../tests/e2e/session.ts';

/** Takes the pictures of the user guide and the README from the sample: `npm run screenshots`. */
const target = resolve(import.meta.dirname, '../docs/screens');
const viewport = { width: 1280, height: 800 };

await build({ configFile: resolve(import.meta.dirname, '../vite.renderer.config.ts'), logLevel: 'warn' });
const folder = await mkdtemp(join(tmpdir(), 'fundus-screens-'));
const project = join(folder, 'Sample');
await makeSampleProject(project, { isSegmented: true, synthetic: 24 });
const session = await startSession(folder, project);
const browser = await launchChromium();
try {
  await mkdir(target, { recursive: true });
  const context = await browser.newContext({ viewport, colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await takeAll(page, session);
} finally {
  await browser.close();
  await session.stop();
  await rm(folder, { recursive: true, force: true });
}

async function takeAll(page: Page, session: Session): Promise<void> {
  const show = async (path: string, ready: string) => {
    await page.goto(screenAddress(session, path));
    await page.getByText(ready).first().waitFor();
  };
  await show('/training', 'Nothing has been trained');
  await train(page);
  await show('/training', 'What it made of photographs');
  await take(page, 'training');
  await quantise(page);
  await take(page, 'quantisation');
  await show('/', 'Photographs');
  await take(page, 'start');
  await show('/images', '06_dr');
  await take(page, 'data-set');
  await show('/review', 'of 6 reviewed');
  await page.getByRole('toolbar', { name: 'Tools' }).waitFor();
  await page.getByRole('tab', { name: /^Versions/ }).click();
  await page.getByRole('button', { name: 'Restore version 2' }).click();
  await page.keyboard.press('d');
  await take(page, 'review');
  await show('/synthesis', 'How many images');
  await page.getByLabel('How many images').fill('40');
  await page.getByRole('button', { name: 'Start: 40 images' }).click();
  await page
    .getByText(/1\d of 40 images/)
    .first()
    .waitFor({ timeout: 60_000 });
  await take(page, 'synthesis');
  await page.getByText('Synthesised 40 images').first().waitFor({ timeout: 120_000 });
  await show('/gallery', 'Gallery');
  await page.getByRole('listbox', { name: 'Synthetic images' }).getByRole('option').nth(2).dblclick();
  await page.getByText('Lineage').first().waitFor();
  await take(page, 'gallery');
  await show('/export', 'Where to');
  await take(page, 'export');
  await show('/benchmark', 'Nothing has been measured');
  await measure(page);
  await take(page, 'benchmark');
  await show('/jobs', 'Jobs');
  await take(page, 'jobs');
}

/** Small enough to be done in a minute, long enough for curves. */
async function train(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New training' }).first().click();
  await page.getByRole('radio', { name: 'Own settings' }).click();
  const settings = {
    Steps: '1000',
    'Crops a step': '2',
    'Side of a crop': '96',
    Width: '6',
    'Working scale': '640',
    'Photographs held out': '2',
  };
  for (const [label, value] of Object.entries(settings))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole('button', { name: /^Start/ }).click();
  await page.getByText('finished', { exact: true }).first().waitFor({ timeout: 300_000 });
}

/** The network that was just trained: smaller than those that come along, it is done in a minute. */
async function quantise(page: Page): Promise<void> {
  await page.getByText('Models', { exact: true }).click();
  const trained = page.getByRole('article').filter({ hasText: 'trained here' }).first();
  await trained.getByRole('link', { name: 'Quantise' }).click();
  await page.getByLabel('Photographs to calibrate on').fill('3');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('Within the limits', { exact: true }).first().waitFor({ timeout: 300_000 });
  // The notification closes by itself.
  await page.getByText('See the result').waitFor({ state: 'hidden' });
  const accuracy = page.getByRole('region', { name: 'Accuracy', exact: true });
  await accuracy.evaluate((section) => section.scrollIntoView({ block: 'start' }));
}

/** Both networks that come along, on ONNX Runtime; TensorFlow.js and the reference kit would take some minutes more. */
async function measure(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New benchmark' }).first().click();
  await page.getByRole('button', { name: /^Advanced/ }).click();
  for (const network of ['Reference kit: segmenter', 'Reference kit: pix2pix'])
    await page.getByRole('checkbox', { name: network }).uncheck();
  for (const backend of await page.getByRole('group', { name: 'Backends' }).getByRole('checkbox').all())
    await backend.setChecked((await backend.getAttribute('value')) === 'onnxruntime');
  // Of those that come along there are int8 ones; of the one that was just trained there is none in use.
  await page.getByRole('combobox', { name: 'Stage 1: segmenter' }).click();
  await page.getByRole('option', { name: 'unet-hrf', exact: true }).click();
  const figures = page.getByRole('region', { name: 'Stage 2: synthesizer' });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await figures.waitFor({ timeout: 600_000 });
  await page.getByRole('heading', { name: 'Charts' }).waitFor();
  // The notification closes by itself.
  await page.getByText('Show the result').waitFor({ state: 'hidden' });
}

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(1, 1);
  await page.waitForTimeout(1000);
  // Written anew, so that the file says nothing of when and with what it was taken.
  const picture = await decodeImage(await page.screenshot());
  await writeFile(join(target, `${name}.png`), await encodePng(picture));
  process.stdout.write(`docs/screens/${name}.png\n`);
}
