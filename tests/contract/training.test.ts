import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleDocument, importDocument, trainingDocument } from './documents.ts';
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
});

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

test('a training on another backend goes on with it when it is resumed, and its card names it', async () => {
  const eyes = await projectToTrainOn('tensorflow');
  const sizes = ['--width', '2', '--levels', '2', '--crop', '32', '--batch', '1', '--threads', '1'];
  const request = ['train', 'segmenter', eyes, ...sizes, '--backend', 'tensorflow-js', '--steps', '40'];
  const { code } = await fundus(request, (text, kill) => {
    if (/Training segmenter: \d+\/\d+,.*\n$/.test(text)) kill('SIGINT');
  });
  expect(code).toBe(130);
  const { model } = await fundusJson(trainingDocument, 'train', 'segmenter', eyes, '--resume');
  const folder = join(eyes, '..', 'networks');
  expect((await fundus(['models', 'export', eyes, model.name, folder])).code).toBe(0);
  const card: unknown = JSON.parse(readFileSync(join(folder, `${model.name}.json`), 'utf8'));
  expect(card).toMatchObject({
    training: { backend: 'tensorflow-js', command: expect.stringContaining('--backend tensorflow-js') },
  });
});

test('a backend that cannot be used says what adds it', async () => {
  const folder = join(dir, 'broken');
  const library = join(folder, 'node_modules/@tensorflow/tfjs-node');
  mkdirSync(join(library, 'lib/napi-v8'), { recursive: true });
  writeFileSync(join(library, 'package.json'), '{}');
  writeFileSync(join(library, 'lib/napi-v8/tfjs_binding.node'), '');
  const request = ['train', 'segmenter', project, ...small, '--backend', 'tensorflow', '--steps', '2'];
  const { code, stderr } = await fundus(request, undefined, { FUNDUS_TENSORFLOW: folder });
  expect(code).toBe(1);
  expect(stderr).toMatch(/fundus: io: TensorFlow cannot be loaded: .* – run: npm run tensorflow/);
});

test('a training for another machine has no backend of this one', async () => {
  const file = join(dir, 'away.zip');
  const request = ['train', 'segmenter', project, ...small, '--backend', 'tensorflow-js', '--bundle', file];
  const { code, stderr } = await fundus(request);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^fundus: usage: .*--bundle.*--backend/);
  expect(existsSync(file)).toBe(false);
});

test('a training for another machine says what to take there, what runs it, and how it comes home', async () => {
  const file = join(dir, 'for the server.zip');
  const request = ['train', 'segmenter', project, ...small, '--steps', '2', '--bundle', file];
  const { code, stdout } = await fundus(request);
  expect(code).toBe(0);
  expect(existsSync(file)).toBe(true);
  const runner = /^ {2}(\S+run-bundle\.py)$/m.exec(stdout)?.[1];
  expect(readFileSync(runner!, 'utf8')).toMatch(/^#!.*python3\n"""Runs a training bundle of Fundus Studio/);
  expect(stdout).toContain('$ python3 run-bundle.py "for the server.zip" output\n');
  expect(stdout).toContain(`$ fundus import-run ${project} output/result.zip\n`);
  const again = await fundusJson(bundleDocument, ...request.slice(0, -1), join(dir, 'again.zip'));
  expect(again).toMatchObject({ runner, kind: 'segmenter', steps: 2 });
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
