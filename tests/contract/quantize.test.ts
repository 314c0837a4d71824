import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { hasExactByteProducts } from '../../src/main/runtime/machine.ts';
import { importDocument, modelsDocument, quantizationDocument, trainingDocument } from './documents.ts';
import { fundus, fundusJson, sample, temporaryFolder } from './fundus.ts';

const project = join(temporaryFolder(), 'eyes');
const quantize = ['quantize', project, '--model', 'tiny', '--threads', '1'];

beforeAll(async () => {
  await fundus(['create', project]);
  const files = ['06_h', '07_h'].flatMap((name) =>
    [`images/${name}.jpg`, `manual1/${name}.tif`, `mask/${name}_mask.tif`].map((file) => join(sample, file)),
  );
  await fundusJson(importDocument, 'import', project, ...files, '--split', 'train');
  const size = ['--width', '4', '--levels', '2', '--crop', '32', '--batch', '1', '--fov-diameter', '200'];
  const options = [...size, '--name', 'tiny', '--steps', '20', '--threads', '1'];
  await fundusJson(trainingDocument, 'train', 'segmenter', project, ...options);
});

test('makes an int8 network that is not current, and prints what it came to', async () => {
  const { model, executed, trials } = await fundusJson(quantizationDocument, ...quantize, '--f1-limit', '1');
  expect(model).toMatchObject({ name: 'tiny-int8', isCurrent: false });
  expect(executed!.floatMultiplyAdds).toBe(0);
  expect(trials.at(-1)!.isWithin).toBe(true);
  const { models } = await fundusJson(modelsDocument, 'models', project);
  expect(models.find(({ name }) => name === 'tiny')!.isCurrent).toBe(true);
});

test('prints tables of the layers and the trials', async () => {
  const { code, stdout } = await fundus([...quantize, '--f1-limit', '1', '--calibrator', 'min-max', '--use']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^model +tiny-int8\S* \([0-9a-f]{12}\), now the current segmenter$/m);
  expect(stdout).toMatch(/^size +.*% of/m);
  expect(stdout).toMatch(hasExactByteProducts() ? /^filters +8 bits, slower on/m : /^filters +7 bits, for/m);
  expect(stdout).toMatch(/^down\.0\.0 +\d+\.\d %/m);
  expect(stdout).toMatch(/^all +0\.\d{4}/m);
});

test('ends with 1 and the table when no network is within the limits', async () => {
  const size = ['--width', '2', '--canvas-width', '64', '--canvas-height', '64', '--batch', '2'];
  const options = [...size, '--name', 'tinygan', '--steps', '2', '--threads', '1'];
  await fundusJson(trainingDocument, 'train', 'synthesizer', project, ...options);
  // Pixels cannot but differ.
  const request = ['quantize', project, '--model', 'tinygan', '--pixel-limit', '0', '--threads', '1'];
  const { code, stdout, stderr } = await fundus(request);
  expect(code).toBe(1);
  expect(stderr).toMatch(/fundus: incomplete: "tinygan" cannot be made int8 within the limits/);
  expect(stdout).toMatch(/too much/);
  const { models } = await fundusJson(modelsDocument, 'models', project);
  expect(models.map(({ name }) => name)).not.toContain('tinygan-int8');
});

test.each([
  [['--model', 'nothing'], 1, /^fundus: not-found: .*"nothing"/],
  [['--model', 'tiny', '--calibrator', 'median'], 2, /^fundus: usage: .*calibrator/],
  [['--model', 'tiny', '--f1-limit', '2'], 2, /^fundus: usage: .*f1-limit.*from 0 to 1/],
  [[], 2, /^fundus: usage: .*--model/],
])('%j is refused', async (options, expectedCode, message) => {
  const { code, stderr } = await fundus(['quantize', project, ...options]);
  expect(code).toBe(expectedCode);
  expect(stderr).toMatch(message);
});
