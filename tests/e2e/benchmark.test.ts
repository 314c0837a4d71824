import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { type BenchmarkReport, benchmarkReportSchema } from '../../src/shared/api/benchmark.ts';
import { dropOnto } from './drop.ts';
import { brought, openPage } from './page.ts';
import { makeSampleProject } from './projects.ts';
import { type Session, screenAddress, startSession } from './session.ts';
import { openSuite } from './suite.ts';

const suite = openSuite();
let session: Session;

beforeAll(async () => {
  const dir = join(suite.folder, 'project');
  await makeSampleProject(dir);
  session = await startSession(suite.folder, dir);
  return () => session.stop();
});

/** One network on one backend with one thread, on patches alone: as little as a benchmark can be. */
async function startSmallest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New benchmark' }).first().click();
  await page.getByRole('button', { name: /^Advanced/ }).click();
  for (const network of ['Stage 1: segmenter', 'Stage 2: synthesizer', 'Reference kit: pix2pix'])
    await page.getByRole('checkbox', { name: network }).uncheck();
  for (const backend of await page.getByRole('group', { name: 'Backends' }).getByRole('checkbox').all())
    await backend.setChecked((await backend.getAttribute('value')) === 'onnxruntime');
  await writeNumbers(page, 'Threads', '1');
  await writeNumbers(page, 'Batches of 48-pixel patches', '1');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

/** More than a preset has of any numbers. */
const mostNumbers = 10;

async function writeNumbers(page: Page, label: string, numbers: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label });
  await field.click();
  for (let count = 0; count < mostNumbers; count += 1) await field.press('Backspace');
  await field.fill(numbers);
  await field.press('Enter');
  await field.press('Escape');
}

/** The report as the page exports it. */
async function exported(page: Page): Promise<BenchmarkReport> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as JSON' }).click();
  const path = await (await download).path();
  return benchmarkReportSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

/** What a machine that is twice as fast would have measured. */
function onTheirMachine(report: BenchmarkReport): BenchmarkReport {
  const twice = (value: number) => value / 2;
  return {
    ...report,
    id: '7d8c0c53-9b1f-4c8e-8a43-0f2b0a4f6c11',
    machine: { ...report.machine, cpu: 'Their processor' },
    series: report.series.map((series) => ({
      ...series,
      variants: series.variants.map((variant) => ({
        ...variant,
        latency: {
          median: twice(variant.latency.median),
          q1: twice(variant.latency.q1),
          q3: twice(variant.latency.q3),
        },
        imagesPerSecond: 2 * variant.imagesPerSecond,
      })),
    })),
  };
}

test('a benchmark is made, read, exported, imported and compared', async () => {
  const { page, close } = await openPage(suite.browser, screenAddress(session, '/benchmark'));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByText('Nothing has been measured in this project').waitFor();
  await startSmallest(page);

  // The result takes the place of the progress by itself.
  const card = page.getByRole('region', { name: 'Reference kit: segmenter' });
  await brought(card);
  expect(await card.textContent()).toMatch(/\d\.\d\d×as fast in int8/);
  const table = page.getByRole('grid', { name: 'All variants' });
  expect(await table.getByRole('row').count()).toBe(3);
  await page.getByText('Latency', { exact: true }).click();
  const chart = page.getByRole('figure').filter({ hasText: 'Reference kit: segmenter, 48 × 48' });
  await chart.getByText(/^ms a batch/).waitFor();

  // The bars say their figures to the keyboard as well.
  await chart.getByRole('application').focus();
  await page.keyboard.press('ArrowRight');
  await chart.getByText('batch size 1').waitFor();
  expect(await chart.locator('b').allTextContents()).toHaveLength(2);

  const report = await exported(page);
  expect(
    report.series.map(({ network, batch, threads, variants }) => [network, batch, threads, variants.length]),
  ).toEqual([['kit-segmenter', 1, 1, 2]]);
  await page.getByRole('button', { name: 'Copy as CSV' }).click();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  expect(csv).toContain(String(report.series[0]?.variants[0]?.latency.median));

  const file = join(suite.folder, 'theirs.json');
  await writeFile(file, JSON.stringify(onTheirMachine(report)));
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.getByText('Their processor').first().waitFor();
  await page.getByText('imported', { exact: true }).first().waitFor();

  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name' }).fill('Their machine');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Their machine' }).waitFor();

  for (const box of await page.getByRole('navigation', { name: 'Benchmarks' }).getByRole('checkbox').all())
    await box.check();
  const ratios = page.getByRole('grid', { name: 'Ratios of medians' });
  expect(await ratios.getByRole('gridcell', { name: /^(2.00|0.50)×$/ }).count()).toBe(2);
  const facts = page.getByRole('table', { name: 'Machines' });
  expect(await facts.getByRole('row').filter({ hasText: 'differs' }).allTextContents()).toEqual([
    expect.stringContaining('Their processor'),
  ]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const barriers = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(barriers.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  await close();
});

test('a result that is dropped appears, and one that is none is refused by name', async () => {
  const { page, close } = await openPage(suite.browser, screenAddress(session, '/benchmark'));
  const theirs = page.getByRole('navigation', { name: 'Benchmarks' }).getByText('Their machine');
  await theirs.click();
  await page.getByRole('heading', { name: 'Their machine' }).waitFor();
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await theirs.waitFor({ state: 'detached' });

  await dropOnto(page, [join(suite.folder, 'theirs.json')]);
  await page.getByRole('heading', { name: /^Their processor/ }).waitFor();
  await page.getByRole('grid', { name: 'All variants' }).waitFor();

  const other = join(suite.folder, 'notes.json');
  await writeFile(other, '{"notes": []}');
  await dropOnto(page, [other]);
  await page.getByText('notes.json').waitFor();
  await page.getByText(/It is not a benchmark of Fundus Studio/).waitFor();
  expect(await page.getByRole('dialog', { name: /Import/ }).count()).toBe(0);
  await close();
});

test('a benchmark that is cancelled leaves no result', async () => {
  const { page, close } = await openPage(suite.browser, screenAddress(session, '/benchmark'));
  const list = page.getByRole('navigation', { name: 'Benchmarks' });
  await list.waitFor();
  const before = await list.getByRole('checkbox').count();
  await page.getByRole('button', { name: 'New benchmark' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('heading', { name: 'Measuring' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await brought(page.getByRole('heading', { name: 'The benchmark was cancelled' }));
  expect(await list.getByRole('checkbox').count()).toBe(before);
  await close();
});
