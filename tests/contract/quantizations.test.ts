import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { modelCardSchema, type SynthesizerCard } from '../../src/main/networks/card.ts';
import { sha256Of } from '../../src/main/store/files.ts';
import { registerModel } from '../../src/main/store/models.ts';
import {
  calibrators,
  type QuantizeRequest,
  quantizationReportSchema,
} from '../../src/shared/api/quantization.ts';
import { randomSegmenter } from '../unit/inference/random-network.ts';
import { randomSynthesizer } from '../unit/inference/random-synthesizer.ts';
import { addSampleImage } from '../unit/jobs/sample-project.ts';
import { segmenterCard } from '../unit/jobs/segmenter-card.ts';
import { quantizationDocument } from './documents.ts';
import { fundusJson } from './fundus.ts';
import { finished, type OpenApplication, openApplication, problem, read, untilJob } from './support.ts';

const share = z.number().min(0).max(1);
const choices = z.strictObject({
  defaults: z.strictObject({
    calibrator: z.enum(calibrators),
    images: z.int().positive(),
    f1Limit: share,
    consistencyLimit: share,
    pixelLimit: z.number(),
    reduceRange: z.boolean(),
  }),
  trainingImages: z.int(),
  validationImages: z.int(),
  processor: z.strictObject({
    name: z.string(),
    instructionSets: z.array(z.string()),
    hasExactByteProducts: z.boolean(),
  }),
});
const model = z.strictObject({
  id: z.int(),
  name: z.string(),
  kind: z.enum(['segmenter', 'synthesizer']),
  sha256: z.string(),
  isCurrent: z.boolean(),
  runId: z.int().nullable(),
  createdAt: z.iso.datetime(),
  card: modelCardSchema,
});
const proposal = z.strictObject({
  job: z.int(),
  report: z.strictObject(quantizationReportSchema.shape),
  model: model.nullable(),
});
const job = z.object({ id: z.int(), status: z.string(), isResumable: z.boolean() });

const segmenter = randomSegmenter(8);
const tiny = { model: 'unet', images: 1, f1Limit: 1 } as const;

/** A project whose segmenter is tiny, with two photographs to calibrate and to judge on. */
async function openQuantizable(): Promise<OpenApplication> {
  const opened = await openApplication();
  const { project } = opened;
  for (const name of ['07_h', '08_g']) await addSampleImage(project, name, 'train', ['1stHO']);
  const sha256 = await project.files.put(segmenter, 'onnx');
  const card = { ...segmenterCard(sha256), fovDiameter: 120 };
  await registerModel(project, { name: 'unet', kind: 'segmenter', sha256, card });
  return opened;
}

async function quantize(opened: OpenApplication, options: QuantizeRequest) {
  const { call } = opened;
  const { id } = await read(job, call('POST', '/jobs', { kind: 'quantize', options }));
  await finished(opened, id);
  return read(proposal, call('GET', `/quantizations/${id}`));
}

const modelNames = async ({ call }: OpenApplication) =>
  (await read(z.array(z.object({ name: z.string() })), call('GET', '/models'))).map(({ name }) => name);

const fileOf = ({ project }: OpenApplication, { report }: z.infer<typeof proposal>) =>
  project.files.path(report.sha256!, 'onnx');

test('says what there is to calibrate on, what limits there are and what the processor can do', async () => {
  const opened = await openQuantizable();
  await addSampleImage(opened.project, '06_h', 'val', ['1stHO']);
  await addSampleImage(opened.project, '10_g', 'train', []);
  const { defaults, processor, ...images } = await read(choices, opened.call('GET', '/quantization-choices'));
  expect(images).toEqual({ trainingImages: 2, validationImages: 1 });
  expect(defaults).toMatchObject({ f1Limit: 0.005, consistencyLimit: 0.01, pixelLimit: 2 });
  expect(defaults.reduceRange).toBe(!processor.hasExactByteProducts);
});

test('proposes a network, registers it when it is kept, and only once', async () => {
  const opened = await openQuantizable();
  const { call, project } = opened;
  const before = await modelNames(opened);
  const proposed = await quantize(opened, tiny);
  const { job: id, report } = proposed;
  expect(await modelNames(opened)).toEqual(before);
  expect(proposed.model).toBeNull();
  expect(report).toMatchObject({ source: 'unet', calibrator: 'percentile', executed: { floatLayers: [] } });
  const bytes = await project.files.read(report.sha256!, 'onnx');
  expect(report.bytes).toEqual({ before: segmenter.length, after: bytes.length });

  const kept = await read(model, call('POST', `/quantizations/${id}/keep`, { use: false }));
  expect(kept).toMatchObject({ name: 'unet-int8', isCurrent: false, sha256: report.sha256 });
  expect(kept.card).toMatchObject({
    kind: 'segmenter',
    threshold: 0.4,
    metrics: [],
    quantization: { source: { name: 'unet', sha256: sha256Of(segmenter) }, bytes: report.bytes },
  });
  expect(await read(proposal, call('GET', `/quantizations/${id}`))).toEqual({ ...proposed, model: kept });

  const twice = await problem(call('POST', `/quantizations/${id}/keep`, { use: true }));
  expect(twice).toMatchObject({ status: 409, code: 'in-use', message: expect.stringContaining('unet-int8') });
  expect((await problem(call('DELETE', `/quantizations/${id}`))).status).toBe(409);
  expect((await call('DELETE', `/jobs/${id}`)).status).toBe(204);
  expect(existsSync(fileOf(opened, proposed))).toBe(true);
});

test('what is kept is the file that the command makes', async () => {
  const opened = await openQuantizable();
  const { report } = await quantize(opened, tiny);
  const command = ['quantize', opened.project.dir, '--model', 'unet', '--images', '1', '--f1-limit', '1'];
  const made = await fundusJson(quantizationDocument, ...command);
  const { model: registered, ...rest } = made;
  expect(registered!.sha256).toBe(report.sha256);
  expect(rest).toEqual(report);
  // The command's job is shown as any other, kept from the start.
  const jobs = await read(z.array(job), opened.call('GET', '/jobs'));
  const shown = await read(proposal, opened.call('GET', `/quantizations/${jobs.at(-1)!.id}`));
  expect(shown.model).toMatchObject({ name: 'unet-int8', sha256: report.sha256 });
});

test('keeps and uses at once', async () => {
  const opened = await openQuantizable();
  const { job: id } = await quantize(opened, tiny);
  const kept = await read(model, opened.call('POST', `/quantizations/${id}/keep`, { use: true }));
  expect(kept.isCurrent).toBe(true);
});

test('a proposal outlives a restart and the clearing of the list, until it is discarded', async () => {
  const opened = await openQuantizable();
  const { application, call, project } = opened;
  const first = await quantize(opened, tiny);
  const second = await quantize(opened, tiny);
  expect(second.report.sha256).toBe(first.report.sha256);
  const { dir } = project;
  await application.close();
  await application.open(dir);
  await call('DELETE', '/jobs');
  expect(await read(proposal, call('GET', `/quantizations/${first.job}`))).toEqual(first);

  expect((await call('DELETE', `/quantizations/${first.job}`)).status).toBe(204);
  expect((await problem(call('GET', `/quantizations/${first.job}`))).status).toBe(404);
  expect(existsSync(fileOf(opened, second))).toBe(true);
  expect((await call('DELETE', `/quantizations/${second.job}`)).status).toBe(204);
  expect(existsSync(fileOf(opened, second))).toBe(false);
});

test('removing its job discards a proposal', async () => {
  const opened = await openQuantizable();
  const proposed = await quantize(opened, tiny);
  expect((await opened.call('DELETE', `/jobs/${proposed.job}`)).status).toBe(204);
  expect(existsSync(fileOf(opened, proposed))).toBe(false);
});

test('a proposal whose file is gone is not kept', async () => {
  const opened = await openQuantizable();
  const proposed = await quantize(opened, tiny);
  await opened.project.files.remove(proposed.report.sha256!, 'onnx');
  const missing = await problem(opened.call('POST', `/quantizations/${proposed.job}/keep`, { use: false }));
  expect(missing).toMatchObject({ status: 404, file: fileOf(opened, proposed) });
  expect(await modelNames(opened)).not.toContain('unet-int8');
});

test('what is within no limits is shown with all that was tried, and cannot be kept', async () => {
  const opened = await openQuantizable();
  const { project, call } = opened;
  const onnx = randomSynthesizer(5);
  const sha256 = await project.files.put(onnx, 'onnx');
  const { threshold: _, ...common } = segmenterCard(sha256);
  const card: SynthesizerCard = {
    ...common,
    kind: 'synthesizer',
    fovDiameter: 120,
    styleSize: 8,
    sizeMultiple: 16,
    canvas: { width: 144, height: 96 },
  };
  await registerModel(project, { name: 'gan', kind: 'synthesizer', sha256, card });
  // Pixels cannot but differ.
  const { report, job: id } = await quantize(opened, { model: 'gan', images: 1, pixelLimit: 0 });
  expect(report).toMatchObject({ sha256: null, executed: null, bytes: { after: null } });
  expect(report.trials).toHaveLength(report.layers.length);
  expect(report.trials.every(({ isWithin }) => !isWithin)).toBe(true);
  const refused = await problem(call('POST', `/quantizations/${id}/keep`, { use: false }));
  expect(refused).toMatchObject({ status: 400, hint: expect.stringContaining('wider limits') });
  await call('DELETE', '/jobs');
  expect((await problem(call('GET', `/quantizations/${id}`))).status).toBe(404);
});

test('what cannot be quantised is refused before it is queued', async () => {
  const opened = await openApplication();
  const { call, project } = opened;
  const ask = (options: object) => problem(call('POST', '/jobs', { kind: 'quantize', options }));
  expect(await ask({ model: 'nothing' })).toMatchObject({
    status: 404,
    hint: expect.stringContaining('unet-hrf'),
  });
  expect(await ask({ model: 'unet-hrf-int8' })).toMatchObject({
    status: 422,
    code: 'bad-model',
    hint: expect.stringContaining('"unet-hrf"'),
  });
  expect(await ask({ model: 'unet-hrf' })).toMatchObject({
    code: 'no-data',
    message: expect.stringContaining('has no photograph'),
  });
  await addSampleImage(project, '06_h', 'train', []);
  expect(await ask({ model: 'unet-hrf' })).toMatchObject({
    code: 'no-data',
    message: expect.stringContaining('vessel annotation'),
  });
  expect((await ask({ model: 'unet-hrf', calibrator: 'median' })).status).toBe(400);
  expect((await ask({ model: 'unet-hrf', images: 0 })).status).toBe(400);
  expect(await read(z.array(job), call('GET', '/jobs'))).toEqual([]);
});

test('can be cancelled while it runs, and started again', async () => {
  const opened = await openQuantizable();
  const { call } = opened;
  const request = { kind: 'quantize', options: tiny };
  const { id } = await read(job, call('POST', '/jobs', request));
  const becomes = (expected: string) => untilJob(opened, id, ({ status }) => status === expected);
  await becomes('running');
  await call('POST', `/jobs/${id}/cancel`);
  await becomes('cancelled');
  expect((await problem(call('GET', `/quantizations/${id}`))).message).toContain('cancelled');
  await call('POST', `/jobs/${id}/resume`);
  await becomes('finished');
  expect((await read(proposal, call('GET', `/quantizations/${id}`))).report.source).toBe('unet');
});

test('another job is no quantisation', async () => {
  const { call } = await openQuantizable();
  const { id } = await read(
    job,
    call('POST', '/jobs', { kind: 'import', options: { paths: [join('/', 'no')] } }),
  );
  expect(await problem(call('GET', `/quantizations/${id}`))).toMatchObject({ status: 404 });
});
