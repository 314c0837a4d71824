import { expect, test } from 'vitest';
import { z } from 'zod';
import { setSplit } from '../../src/main/store/images.ts';
import { backends } from '../../src/shared/api/benchmark.ts';
import { addSampleImage } from '../unit/jobs/sample-project.ts';
import { finished, openApplication, problem, read } from './support.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const preset = z.strictObject({
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  minutes: z.number().positive(),
});
const presets = z.strictObject({ quick: preset, standard: preset });
const choices = z.strictObject({
  segmenter: presets,
  synthesizer: presets,
  trainingImages: z.int(),
  validationImages: z.int(),
  backends: z.array(z.looseObject({ backend: z.enum(backends), isAvailable: z.boolean() })),
});
const run = z.strictObject({
  id: z.int(),
  kind: z.enum(['segmenter', 'synthesizer']),
  name: z.string(),
  status: z.enum(['running', 'finished', 'failed', 'cancelled']),
  step: z.int(),
  steps: z.int(),
  options: z.record(z.string(), z.unknown()),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  jobId: z.int().nullable(),
  model: z.strictObject({ id: z.int(), name: z.string(), isCurrent: z.boolean() }).nullable(),
});
const metrics = z.record(
  z.string(),
  z.strictObject({ steps: z.array(z.int()), values: z.array(z.number().nullable()) }),
);
const sample = z.strictObject({ step: z.int(), label: z.string(), position: z.int(), sha256 });
const model = z.object({
  id: z.int(),
  name: z.string(),
  kind: z.enum(['segmenter', 'synthesizer']),
  sha256,
  isCurrent: z.boolean(),
  runId: z.int().nullable(),
  createdAt: z.iso.datetime(),
  place: z.enum(['project', 'program', 'missing']),
  card: z.record(z.string(), z.unknown()),
});
const machine = z.strictObject({
  cores: z.int().positive(),
  processor: z.number().min(0).max(1),
  memory: z.strictObject({ total: z.int(), used: z.int(), process: z.int().positive() }),
});

test('a training appears as a run with figures, pictures and a model', async () => {
  const opened = await openApplication();
  const { call, project } = opened;
  const image = await addSampleImage(project, '06_h', 'train', ['1stHO']);
  const settings = { width: 2, levels: 2, crop: 32, batch: 1, fovDiameter: 204, steps: 45, name: 'tiny' };
  const queued = await call('POST', '/jobs', {
    kind: 'train-segmenter',
    options: { preset: 'quick', ...settings },
  });
  const { id: jobId } = z.object({ id: z.int() }).parse(await queued.json());
  await finished(opened, jobId);
  const training = (await read(z.array(run), call('GET', '/runs')))[0]!;
  expect(training).toMatchObject({ status: 'finished', kind: 'segmenter', name: 'tiny', jobId });
  expect(training).toMatchObject({
    step: 45,
    steps: 45,
    options: settings,
    model: { name: 'tiny', isCurrent: true },
  });
  const figures = await read(metrics, call('GET', `/runs/${training.id}/metrics`));
  expect(figures.loss?.steps).toEqual([20, 40, 45]);
  expect(figures.loss?.values).toHaveLength(3);
  expect(figures['training windows F1']?.steps).toEqual([45]);
  const samples = await read(z.array(sample), call('GET', `/runs/${training.id}/samples`));
  expect(samples.map(({ label }) => label)).toEqual(['photograph', 'annotation', 'prediction']);
  for (const { sha256 } of samples) {
    const picture = await call('GET', `/files/${sha256}.png`);
    expect(picture.headers.get('content-type')).toBe('image/png');
  }
  expect((await problem(call('GET', '/runs/99/metrics'))).status).toBe(404);
  expect((await problem(call('GET', '/runs/99/samples'))).status).toBe(404);

  const models = await read(z.array(model), call('GET', '/models'));
  const trained = models.find(({ name }) => name === 'tiny');
  expect(trained).toMatchObject({ isCurrent: true, runId: training.id });
  const shipped = models.find(({ kind, name }) => kind === 'segmenter' && name !== 'tiny')!;
  expect((await call('PUT', `/models/${shipped.id}/current`)).status).toBe(204);
  const after = await read(z.array(model), call('GET', '/models'));
  const current = after.filter(({ kind, isCurrent }) => kind === 'segmenter' && isCurrent);
  expect(current.map(({ id }) => id)).toEqual([shipped.id]);
  expect((await problem(call('PUT', '/models/99/current'))).status).toBe(404);
  expect(image.split).toBe('train');
});

test('copies the networks that came along into the project when asked to', async () => {
  const { call } = await openApplication();
  const borrowed = z.strictObject({ files: z.int(), bytes: z.int(), missing: z.array(z.string()) });
  const places = async () =>
    new Set((await read(z.array(model), call('GET', '/models'))).map(({ place }) => place));
  expect(await places()).toEqual(new Set(['program']));
  const before = await read(borrowed, call('GET', '/models/borrowed'));
  expect(before.files).toBe(12);
  expect(before.missing).toEqual([]);
  expect(await read(borrowed, call('POST', '/models/self-contained'))).toEqual(before);
  expect(await places()).toEqual(new Set(['project']));
  const after = await read(borrowed, call('GET', '/models/borrowed'));
  expect(after).toEqual({ files: 0, bytes: 0, missing: [] });
});

test('says what can be trained, and on how many photographs', async () => {
  const { call, project } = await openApplication();
  const before = await read(choices, call('GET', '/training'));
  expect(before).toMatchObject({ trainingImages: 0, validationImages: 0 });
  expect(before.segmenter.quick.settings).toMatchObject({ width: 8, steps: 2300, backend: 'onnxruntime' });
  expect(before.backends).toContainEqual(
    expect.objectContaining({ backend: 'tensorflow-js', isAvailable: true }),
  );
  expect(before.synthesizer.standard.settings).toMatchObject({ canvasWidth: 384 });
  const [first, second] = [
    await addSampleImage(project, '06_h', 'train', ['1stHO', '2ndHO']),
    await addSampleImage(project, '08_g', 'train', ['1stHO']),
  ];
  await addSampleImage(project, '10_g', 'train', []);
  expect(await read(choices, call('GET', '/training'))).toMatchObject({
    trainingImages: 2,
    validationImages: 0,
  });
  await setSplit(project, first.id, 'val');
  await call('PUT', `/review/${second.id}/verdict`, { verdict: 'rejected' });
  expect(await read(choices, call('GET', '/training'))).toMatchObject({
    trainingImages: 0,
    validationImages: 1,
  });
});

test('says how busy the machine is', async () => {
  const { call } = await openApplication();
  await read(machine, call('GET', '/machine'));
  const { memory } = await read(machine, call('GET', '/machine'));
  expect(memory.used).toBeLessThan(memory.total);
});
