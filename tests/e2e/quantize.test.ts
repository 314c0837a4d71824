import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import type { ModelCard, SynthesizerCard } from '../../src/main/networks/card.ts';
import { listImages, setSplit } from '../../src/main/store/images.ts';
import { listModels, registerModel } from '../../src/main/store/models.ts';
import { openProject } from '../../src/main/store/project.ts';
import { randomSegmenter } from '../unit/inference/random-network.ts';
import { randomSynthesizer } from '../unit/inference/random-synthesizer.ts';
import { segmenterCard } from '../unit/jobs/segmenter-card.ts';
import { brought, openPage, type WatchedPage } from './page.ts';
import { makeSampleProject } from './projects.ts';
import { screenAddress, startSession } from './session.ts';
import { openSuite } from './suite.ts';

const suite = openSuite();
const dir = () => join(suite.folder, 'project');

/** The sample, half of it to train on, with networks of random weights that are quick to quantise. */
beforeAll(async () => {
  await makeSampleProject(dir());
  const project = openProject(dir());
  const images = await listImages(project);
  for (const { id } of images.slice(3)) await setSplit(project, id, 'test');
  const add = async (name: string, onnx: Uint8Array, card: (sha256: string) => ModelCard) => {
    const sha256 = await project.files.put(onnx, 'onnx');
    const own = { ...card(sha256), name };
    await registerModel(project, { name, kind: own.kind, sha256, card: own });
  };
  await add('tiny', randomSegmenter(8), (sha256) => ({ ...segmenterCard(sha256), fovDiameter: 200 }));
  await add('tinygan', randomSynthesizer(5), (sha256): SynthesizerCard => {
    const { threshold: _, ...common } = segmenterCard(sha256);
    const canvas = { width: 144, height: 96 };
    return { ...common, kind: 'synthesizer', fovDiameter: 120, styleSize: 8, sizeMultiple: 16, canvas };
  });
  project.close();
});

test('quantises a model, shows what it costs, and keeps it after a restart', async () => {
  let session = await startSession(suite.folder, dir());
  let window = await openPage(suite.browser, screenAddress(session, '/training'));
  await openForm(window.page, 'tiny');
  await window.page.getByText('Evenly spread over the 3 annotated photographs').waitFor();
  await window.page.getByLabel('Photographs to calibrate on').fill('3');
  await window.page.getByText('A whole number from 1 to 2').waitFor();
  expect(await window.page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
  await window.page.getByLabel('Photographs to calibrate on').fill('2');
  await window.page.getByLabel('F1 may fall by at most').fill('1');
  await window.page.getByRole('radio', { name: 'Percentile' }).focus();
  await window.page.keyboard.press('ArrowRight');
  await window.page.getByRole('button', { name: 'Start', exact: true }).press('Enter');
  await brought(window.page.getByText('Within the limits', { exact: true }).first());
  for (const name of [
    'Accuracy before and after',
    'Sensitivity of the layers',
    'Trials',
    'Operators by precision',
  ])
    await window.page.getByRole('table', { name }).waitFor();
  await window.page.getByText('Ranges by min-max, filters').waitFor();
  expect(await barriers(window)).toEqual([]);
  expect(await modelNames()).not.toContain('tiny-int8');
  await window.close();
  await session.kill();

  session = await startSession(suite.folder, dir());
  window = await openPage(suite.browser, screenAddress(session, '/training'));
  await window.page.getByText('Models', { exact: true }).click();
  await window.page.getByRole('link', { name: 'See the result' }).click();
  await window.page.getByRole('button', { name: 'Keep and use' }).click();
  await window.page.getByText("Kept as tiny-int8, the project's segmenter").waitFor();
  expect(await window.page.getByRole('button', { name: 'Keep', exact: true }).count()).toBe(0);
  await window.page.getByRole('button', { name: 'All models' }).click();
  const kept = window.page.getByRole('article', { name: 'tiny-int8' });
  await kept.getByText('In use').waitFor();
  expect(await kept.getByRole('link', { name: 'Quantise' }).count()).toBe(0);
  expect(await window.page.getByRole('link', { name: 'See the result' }).count()).toBe(0);
  await window.close();
  await session.stop();
});

test('refuses what is beyond the limits, with the table that shows why, and discards it', async () => {
  const session = await startSession(suite.folder, dir());
  const window = await openPage(suite.browser, screenAddress(session, '/training'));
  const { page, close } = window;
  await openForm(page, 'tinygan');
  await page.getByLabel('Photographs to calibrate on').fill('1');
  // Pixels cannot but differ.
  await page.getByLabel('Pixels may differ by at most').fill('0');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await brought(page.getByText('No int8 network of it is within the limits').first());
  const trials = page.getByRole('table', { name: 'Trials' });
  expect(await trials.getByText('too much lost').count()).toBe((await trials.getByRole('row').count()) - 2);
  expect(await page.getByRole('button', { name: 'Keep', exact: true }).count()).toBe(0);
  expect(await barriers(window)).toEqual([]);
  await page.getByRole('link', { name: 'Try other settings' }).click();
  await page.getByRole('heading', { name: 'Quantise tinygan' }).waitFor();
  expect(await page.getByLabel('Pixels may differ by at most').inputValue()).toBe('0');
  await page.goBack();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('Discarded').waitFor();
  await page.getByRole('article', { name: 'tinygan' }).waitFor();
  expect(await page.getByText('tinygan in int8').count()).toBe(0);
  await close();
  await session.stop();
});

async function openForm(page: Page, model: string): Promise<void> {
  await page.getByText('Models', { exact: true }).click();
  await page
    .getByRole('article', { name: model, exact: true })
    .getByRole('link', { name: 'Quantise' })
    .click();
  await page.getByRole('heading', { name: `Quantise ${model}` }).waitFor();
}

/** The barriers of the page as it is, in either scheme. */
async function barriers({ page, atRest }: WatchedPage): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await atRest();
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations) {
      found.push(
        `${colorScheme}: ${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`,
      );
    }
  }
  return found;
}

async function modelNames(): Promise<string[]> {
  const project = openProject(dir());
  try {
    return (await listModels(project)).map(({ name }) => name);
  } finally {
    project.close();
  }
}
