import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exportDataset } from '../../src/main/dataset/export/export.ts';
import { manifestSchema } from '../../src/main/dataset/export/manifest.ts';
import { updateSyntheticImages } from '../../src/main/store/synthetic.ts';
import { type ExportSelection, exportSelectionSchema } from '../../src/shared/jobs/requests.ts';
import { fillProject, quiet } from '../unit/dataset/export-support.ts';
import { openApplication, problem, read } from './support.ts';

const count = z.int();
const previewSchema = z.strictObject({
  images: count,
  masks: count,
  patients: count,
  byClass: z.object({ h: count, dr: count, g: count }),
  bySplit: z.object({ train: count, val: count, test: count }).nullable(),
  discarded: count,
  licence: z.string().nullable(),
  bytes: count,
  examplePaths: z.array(z.string()),
});

const plain = { which: 'not-discarded', split: false, zip: false } as const;

test.each<[string, ExportSelection]>([
  ['all', plain],
  ['divided', { ...plain, split: true }],
  ['kept', { ...plain, which: 'kept' }],
  ['tagged, with a licence', { ...plain, tags: ['good'], licence: 'CC0-1.0' }],
])('the preview counts what the export then holds: %s', async (_, selection) => {
  const { project, call, folder } = await openApplication();
  await fillProject(project, 6, 3);
  await updateSyntheticImages(project, { ids: [1, 2], isKept: false });
  await updateSyntheticImages(project, { ids: [3, 7, 11], isKept: true });
  await updateSyntheticImages(project, { ids: [1, 5, 9], addTags: ['good'] });
  const preview = await read(previewSchema, call('POST', '/export/preview', selection));
  const out = join(folder, 'out');
  await exportDataset(project, out, selection, quiet);
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')));
  const { bySplit, ...counts } = manifest.counts;
  expect(preview).toMatchObject({
    ...counts,
    bySplit: bySplit ?? null,
    licence: manifest.licence,
    discarded: 2,
  });
  for (const path of preview.examplePaths) expect(statSync(join(out, path)).isFile()).toBe(true);
  const pictures = manifest.files.filter(({ path }) => path.endsWith('.png'));
  expect(preview.images).toBe(pictures.length / 2);
  // Each exported picture has its stored bytes and some text.
  const bytes = pictures.reduce((sum, file) => sum + file.bytes, 0);
  expect(preview.bytes).toBeGreaterThan(0);
  expect(bytes - preview.bytes).toBeGreaterThan(0);
  expect(bytes - preview.bytes).toBeLessThan(1000 * pictures.length);
});

test('previews nothing where nothing is chosen', async () => {
  const { call } = await openApplication();
  expect(await read(previewSchema, call('POST', '/export/preview', plain))).toMatchObject({
    images: 0,
    patients: 0,
    bytes: 0,
    discarded: 0,
    examplePaths: [],
  });
});

test('refuses a selection that makes no sense', async () => {
  const { call } = await openApplication();
  for (const change of [{ which: 'best' }, { licence: 'two\nlines' }, { licence: ' ' }, { split: 'yes' }]) {
    expect(exportSelectionSchema.safeParse({ ...plain, ...change }).success).toBe(false);
    expect(await problem(call('POST', '/export/preview', { ...plain, ...change }))).toMatchObject({
      status: 400,
      code: 'usage',
    });
  }
});
