import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  createDocument,
  importDocument,
  infoDocument,
  modelsDocument,
  selfContainedDocument,
} from './documents.ts';
import { fundus, fundusJson, sample, temporaryFolder } from './fundus.ts';

const dir = temporaryFolder();
const project = join(dir, 'eyes');

beforeAll(async () => {
  const created = await fundusJson(createDocument, 'create', project);
  expect(created.project).toBe(project);
  const report = await fundusJson(importDocument, 'import', project, sample);
  expect(report.taken.map(({ name }) => name)).toEqual(['06_dr', '06_h', '07_h', '08_dr', '08_g', '10_g']);
  expect(report.failed).toEqual([]);
});

test('info shows what was imported', async () => {
  const info = await fundusJson(infoDocument, 'info', project);
  expect(info.name).toBe('eyes');
  expect(info.images[0]).toEqual({
    name: '06_dr',
    width: 1752,
    height: 1168,
    diagnosis: 'dr',
    split: 'test',
    masks: { annotated: 1, predicted: 0, edited: 0 },
  });
  expect(info.lastJob).toMatchObject({ kind: 'import', status: 'finished' });
});

test('a table is what a person gets', async () => {
  const { code, stdout, stderr } = await fundus(['info', project]);
  expect(code).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^06_dr {2}1752 x 1168 {2}diabetic retinopathy {2}test {11}1 {10}0 {7}0$/m);
});

test('models lists the networks that came along, one current of each kind', async () => {
  const { models } = await fundusJson(modelsDocument, 'models', project);
  const current = models.filter(({ isCurrent }) => isCurrent).map(({ kind }) => kind);
  expect(current.sort()).toEqual(['segmenter', 'synthesizer']);
});

test('the networks that came along are the program’s until they are asked for', async () => {
  const { models } = await fundusJson(modelsDocument, 'models', project);
  expect(new Set(models.map(({ place }) => place))).toEqual(new Set(['program']));
  const { stdout } = await fundus(['models', project]);
  expect(stdout).toMatch(
    /^12 files \(\d+\.\d MB\) are read from the program: --self-contained copies them in$/m,
  );
  const whole = join(dir, 'whole');
  await fundus(['create', whole]);
  const { models: own, added } = await fundusJson(selfContainedDocument, 'models', whole, '--self-contained');
  expect(new Set(own.map(({ place }) => place))).toEqual(new Set(['project']));
  expect(added).toMatchObject({ files: 12, missing: [] });
  const again = await fundus(['models', whole, '--self-contained']);
  expect(again.stdout).toBe('Nothing to copy: the project reads no network from the program\n');
}, 60_000);

test('the list of networks says how large the pictures of a synthesizer are', async () => {
  const { stdout } = await fundus(['models', project]);
  expect(stdout).toMatch(/^kind +name +current +makes +network/);
  expect(stdout).toMatch(/^synthesizer +gan-hrf +yes +\d+ x \d+ px +residual-sub-pixel-generator/m);
  expect(stdout).toMatch(/^segmenter +unet-hrf +yes +u-net/m);
});

test('an import that leaves out a damaged file prints its report and ends with 1', async () => {
  const truncated = join(dir, 'short_h.jpg');
  const bytes = readFileSync(join(sample, 'images/06_h.jpg'));
  writeFileSync(truncated, bytes.subarray(0, bytes.length / 2));
  const duplicate = join(dir, 'again_h.jpg');
  copyFileSync(join(sample, 'images/07_h.jpg'), duplicate);
  const { code, stdout, stderr } = await fundus(['import', project, truncated, duplicate, '--json']);
  expect(code).toBe(1);
  expect(stderr).toContain('fundus: incomplete: 1 file could not be imported; the result names them\n');
  const report = importDocument.parse(JSON.parse(stdout));
  expect(report.taken).toEqual([]);
  expect(report.failed).toMatchObject([{ file: truncated, code: 'truncated' }]);
  expect(report.leftOut).toMatchObject([{ file: duplicate }]);
});

test('progress goes to standard error alone', async () => {
  const again = join(dir, 'again');
  await fundus(['create', again]);
  const { stdout, stderr } = await fundus(['import', again, sample]);
  expect(stderr).toMatch(/^Importing: \d\/6, 06_dr\.JPG\n/);
  expect(stderr).toMatch(/Importing: 6\/6 in \d+ s\n$/);
  expect(stdout).not.toContain('Importing');
  expect(stdout).toContain('Took 6 photographs and 6 masks, left out 1 file\n');
});
