import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { importDocument, trainingDocument } from './documents.ts';
import { fundus, fundusJson, sample, temporaryFolder } from './fundus.ts';

const dir = temporaryFolder();
const small = ['--width', '2', '--levels', '2', '--crop', '64', '--batch', '1', '--threads', '1'];
const steps = 300;

async function projectToTrainOn(name: string): Promise<string> {
  const project = join(dir, name);
  await fundus(['create', project]);
  const files = ['images/06_h.jpg', 'manual1/06_h.tif', 'mask/06_h_mask.tif'].map((file) =>
    join(sample, file),
  );
  await fundusJson(importDocument, 'import', project, ...files, '--split', 'train');
  return project;
}

let project: string;
beforeAll(async () => {
  project = await projectToTrainOn('eyes');
}, 60_000);

test('Ctrl-C stops a training, and --resume ends with the weights of an uninterrupted one', async () => {
  const request = ['train', 'segmenter', project, ...small, '--steps', String(steps)];
  const { code, stdout, stderr } = await fundus(request, (text, kill) => {
    if (/Training segmenter: \d+\/\d+,.*\n$/.test(text)) kill('SIGINT');
  });
  expect(code).toBe(130);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/\nfundus: cancelled: .* – resume it .* with --resume\n$/);

  const resumed = await fundusJson(trainingDocument, 'train', 'segmenter', project, '--resume');
  expect(resumed.steps).toBe(steps);
  const other = await projectToTrainOn('other');
  const whole = await fundusJson(trainingDocument, 'train', 'segmenter', other, ...request.slice(3));
  expect(resumed.model.sha256).toBe(whole.model.sha256);
  expect(whole.model.isCurrent).toBe(true);
});

test('without an interrupted training there is nothing to resume', async () => {
  const { code, stderr } = await fundus(['train', 'synthesizer', project, '--resume']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^fundus: no-data: .*synthesizer/);
});

test('--resume takes its options from the run alone', async () => {
  const { code, stderr } = await fundus(['train', 'segmenter', project, '--resume', '--width', '4']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^fundus: usage: .*--resume.*--width/);
});

test('nothing is kept or noted outside the project, nor prepared to be sent', async () => {
  const home = join(dir, 'home');
  mkdirSync(home);
  const elsewhere = {
    HOME: home,
    USERPROFILE: home,
    TMPDIR: home,
    TMP: home,
    TEMP: home,
    XDG_CACHE_HOME: home,
  };
  const request = ['train', 'segmenter', project, ...small, '--steps', '2'];
  const withTelemetry = { ...elsewhere, ORT_DISABLE_TELEMETRY: '' };
  expect((await fundus(request, undefined, withTelemetry)).code).toBe(0);
  expect(readdirSync(home)).toEqual([]);
});
