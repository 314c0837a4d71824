import { expect, test } from 'vitest';
import { z } from 'zod';
import { registerModel } from '../../src/main/store/models.ts';
import { benchmarkReportSchema, machineDescriptionSchema } from '../../src/shared/api/benchmark.ts';
import { int8, machine, report, series, variant } from '../unit/benchmark-reports.ts';
import { randomSegmenter } from '../unit/inference/random-network.ts';
import { segmenterCard } from '../unit/jobs/segmenter-card.ts';
import { finished, openApplication, problem, read } from './support.ts';

const info = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  cpu: z.string(),
  preset: z.enum(['quick', 'full']),
  isImported: z.boolean(),
  series: z.int(),
});
const numbers = z.array(z.int()).min(1);
const preset = z.strictObject({
  networks: z.array(z.string()),
  backends: z.array(z.string()),
  threads: numbers,
  patchBatches: numbers,
  imageBatches: numbers,
  runs: z.int().min(20),
  minutes: z.number().positive(),
});
const choices = z.strictObject({
  machine: machineDescriptionSchema.strict(),
  presets: z.strictObject({ quick: preset, full: preset }),
  backends: z.array(
    z.strictObject({
      backend: z.string(),
      isAvailable: z.boolean(),
      version: z.string().nullable(),
      problem: z.string().nullable(),
      remedy: z.string().nullable(),
    }),
  ),
  models: z.array(
    z.strictObject({
      kind: z.enum(['segmenter', 'synthesizer']),
      name: z.string(),
      int8: z.array(z.string()),
      isDefault: z.boolean(),
    }),
  ),
});
const theirs = report([series([variant(300), int8(100)])], { machine: machine({ cpu: 'Their processor' }) });

test('another machine’s benchmark is imported once, renamed and forgotten', async () => {
  const { call, application } = await openApplication();
  const events: unknown[] = [];
  application.events.subscribe((event) => events.push(event));
  const imported = await read(info, call('POST', '/benchmarks', theirs));
  expect(imported).toMatchObject({ id: theirs.id, name: 'Their processor, 2026-11-03', isImported: true });
  expect(events).toContainEqual({ type: 'changed', topics: ['benchmarks'] });
  const path = `/benchmarks/${theirs.id}`;
  expect(await read(benchmarkReportSchema, call('GET', path))).toEqual(theirs);
  expect(await read(info, call('PATCH', path, { name: ' Clinic ' }))).toMatchObject({ name: 'Clinic' });
  await read(info, call('POST', '/benchmarks', theirs));
  expect(await read(z.array(info), call('GET', '/benchmarks'))).toMatchObject([{ name: 'Clinic' }]);
  expect((await call('DELETE', path)).status).toBe(204);
  expect(await read(z.array(info), call('GET', '/benchmarks'))).toEqual([]);
  for (const gone of [call('GET', path), call('PATCH', path, { name: 'x' }), call('DELETE', path)]) {
    expect(await problem(gone)).toMatchObject({ status: 404, code: 'not-found' });
  }
});

test.each([
  [{}, 'It is not a benchmark of Fundus Studio (format: expected "fundus-benchmark"'],
  [[1], 'It is not a benchmark of Fundus Studio'],
  [{ ...theirs, version: 2 }, 'The benchmark has version 2; this program knows 1'],
  [{ ...theirs, machine: { ...theirs.machine, cpu: 5 } }, 'machine.cpu: expected string, received number'],
  [{ ...theirs, id: 'x' }, 'id: Invalid UUID'],
  [report([series([variant(-3)])]), 'series.0.variants.0.latency.median: Too small'],
])('what is no benchmark is refused, with the field: %#', async (body, message) => {
  const { call } = await openApplication();
  expect(await problem(call('POST', '/benchmarks', body))).toMatchObject({
    ...{ status: 422, code: 'bad-benchmark', message: expect.stringContaining(message) },
    hint: expect.any(String),
  });
});

test('bad requests are refused', async () => {
  const { call } = await openApplication();
  for (const wrong of [
    call('GET', '/benchmarks/1'),
    call('PATCH', `/benchmarks/${theirs.id}`, { name: '' }),
    call('POST', '/benchmarks'),
    call('POST', '/jobs', { kind: 'benchmark', options: { preset: 'slow' } }),
    call('POST', '/jobs', { kind: 'benchmark', options: { preset: 'quick', runs: 3 } }),
  ]) {
    expect(await problem(wrong)).toMatchObject({ status: 400, code: 'usage' });
  }
  const nobody = { kind: 'benchmark', options: { preset: 'quick', segmenter: 'nobody' } };
  expect(await problem(call('POST', '/jobs', nobody))).toMatchObject({ status: 404 });
});

test('says what can be measured with what', async () => {
  const { call } = await openApplication();
  const { models, presets, backends } = await read(choices, call('GET', '/benchmark-choices'));
  expect(models.filter(({ isDefault }) => isDefault)).toEqual([
    { kind: 'synthesizer', name: 'gan-hrf', int8: ['gan-hrf-int8'], isDefault: true },
    { kind: 'segmenter', name: 'unet-hrf', int8: ['unet-hrf-int8'], isDefault: true },
  ]);
  expect(models.filter(({ int8 }) => int8.length !== 1)).toEqual([
    { kind: 'segmenter', name: 'unet-hrf-512', int8: [], isDefault: false },
  ]);
  expect(presets.full.patchBatches).toContain(256);
  expect(backends.map(({ backend }) => backend)).toContain('tensorflow-onednn');
});

test('a job measures, and its report is there', async () => {
  const opened = await openApplication();
  const { call, project } = opened;
  const sha256 = await project.files.put(randomSegmenter(6), 'onnx');
  const card = { ...segmenterCard(sha256), name: 'tiny' };
  await registerModel(project, { name: 'tiny', kind: 'segmenter', sha256, card });
  const scope = { networks: ['segmenter'], backends: ['onnxruntime'], patchBatches: [1], imageBatches: [] };
  const queued = await call('POST', '/jobs', { kind: 'benchmark', options: { preset: 'quick', ...scope } });
  const { id } = z.object({ id: z.int() }).parse(await queued.json());
  const { result } = await finished(opened, id);
  const { benchmark } = z.strictObject({ benchmark: z.uuid() }).parse(result);
  const measured = await read(benchmarkReportSchema, call('GET', `/benchmarks/${benchmark}`));
  expect(measured.accuracyOn).toBeNull();
  expect(measured.series[0]!.variants[0]!.model).toEqual({ name: 'tiny', sha256 });
  expect(await read(z.array(info), call('GET', '/benchmarks'))).toMatchObject([
    { id: benchmark, isImported: false },
  ]);
});
