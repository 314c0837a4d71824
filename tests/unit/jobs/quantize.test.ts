import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataType, decodeModel } from '../../../src/main/graph/onnx/schema.ts';
import { evaluateProject } from '../../../src/main/jobs/evaluate.ts';
import { quantizeModel } from '../../../src/main/jobs/quantize/quantize.ts';
import { segmentProject } from '../../../src/main/jobs/segment.ts';
import { synthesizeImages } from '../../../src/main/jobs/synthesize/synthesize.ts';
import { parseCard } from '../../../src/main/models/open.ts';
import type { ModelCard, SynthesizerCard } from '../../../src/main/networks/card.ts';
import { hasExactByteProducts } from '../../../src/main/runtime/machine.ts';
import { sha256Of } from '../../../src/main/store/files.ts';
import {
  currentModel,
  listModels,
  registerModel,
  requireModel,
  setCurrentModel,
} from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { randomSegmenter } from '../inference/random-network.ts';
import { randomSynthesizer } from '../inference/random-synthesizer.ts';
import { addSampleImage, sampleProject } from './sample-project.ts';
import { segmenterCard } from './segmenter-card.ts';

const ctx = { report: () => {}, signal: new AbortController().signal };
let dir: string;
let project: Project;

const segmenter = randomSegmenter(8);
const synthesizer = randomSynthesizer(5);

async function register(card: ModelCard, onnx: Uint8Array) {
  const { name, kind } = card;
  const sha256 = await project.files.put(onnx, 'onnx');
  return registerModel(project, { name, kind, sha256, card: { ...card, sha256 } });
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'fundus-quantize-'));
  ({ project } = await sampleProject(join(dir, 'eyes')));
  for (const name of ['07_h', '08_g', '06_h']) {
    await addSampleImage(project, name, name === '06_h' ? 'test' : 'train', ['1stHO']);
  }
  const { threshold, ...common } = segmenterCard(sha256Of(segmenter));
  await register({ ...common, threshold, fovDiameter: 1631 / 4 }, segmenter);
  const gan: SynthesizerCard = {
    ...common,
    kind: 'synthesizer',
    name: 'gan',
    fovDiameter: 120,
    styleSize: 8,
    sizeMultiple: 16,
    canvas: { width: 144, height: 96 },
  };
  await register(gan, synthesizer);
});
afterAll(() => {
  project.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('an int8 segmenter', () => {
  it('is registered beside the float32 one, with a complete card, and is not current', async () => {
    const result = await quantizeModel(project, { model: 'unet', images: 1, f1Limit: 1 }, ctx);
    const { model, trials, layers, before } = result;
    expect(model).toMatchObject({ name: 'unet-int8', kind: 'segmenter', isCurrent: false });
    const card = parseCard(model!);
    expect(card.quantization).toMatchObject({
      precision: 'int8',
      source: { name: 'unet', sha256: sha256Of(segmenter) },
      calibrator: 'percentile',
      accuracy: { before: { ...before }, after: { ...trials.at(-1)!.scores } },
    });
    expect(card.sha256).toBe(model!.sha256);
    expect(card.metrics).toEqual([]);
    expect(layers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
    expect(result.executed!.floatLayers).toEqual([]);
    expect(result.bytes.after).toBe((await project.files.read(model!.sha256, 'onnx')).length);
    expect((await currentModel(project, 'segmenter'))!.name).toBe('unet');
  });

  it.each([
    [undefined, hasExactByteProducts() ? 127 : 64],
    [true, 64],
    [false, 127],
  ])(
    'has filters of 7 bits where that is asked for, by default where the processor lacks VNNI: %s',
    async (reduceRange, largest) => {
      const result = await quantizeModel(project, { model: 'unet', images: 1, f1Limit: 1, reduceRange }, ctx);
      expect(parseCard(result.model!).quantization!.reduceRange).toBe(largest === 64);
      const { graph } = decodeModel(await project.files.read(result.sha256!, 'onnx'));
      const filters = graph!.initializer.filter(
        ({ dataType, dims }) => dataType === DataType.int8 && dims.length === 4,
      );
      for (const { rawData } of filters) {
        expect(Math.max(...new Int8Array(rawData).map(Math.abs))).toBe(largest);
      }
      expect(filters).toHaveLength(result.layers.length);
    },
  );

  it('never sees an image of the test split, and is judged on other images than it is calibrated on', async () => {
    const { calibrationImages, judgedImages } = await quantizeModel(
      project,
      { model: 'unet', images: 1, f1Limit: 1 },
      ctx,
    );
    expect([...calibrationImages, ...judgedImages].sort()).toEqual(['07_h', '08_g']);
  });

  it('segments and is evaluated like any other', async () => {
    const { images } = await segmentProject(project, { model: 'unet-int8', images: ['06_h'] }, ctx);
    expect(images).toHaveLength(1);
    const [float, int8] = [
      await evaluateProject(project, { model: 'unet' }, ctx),
      await evaluateProject(project, { model: 'unet-int8' }, ctx),
    ];
    expect(Math.abs(int8.summary.f1 - float.summary.f1)).toBeLessThan(0.02);
    expect(int8.modelSha256).not.toBe(float.modelSha256);
  });

  it('is not made of an int8 one', async () => {
    await expect(quantizeModel(project, { model: 'unet-int8' }, ctx)).rejects.toMatchObject({
      code: 'bad-model',
      hint: expect.stringContaining('"unet"'),
    });
  });

  it('becomes current when that is asked for', async () => {
    await quantizeModel(project, { model: 'unet', images: 1, f1Limit: 1, use: true }, ctx);
    expect((await currentModel(project, 'segmenter'))!.name).toBe('unet-int8');
  });
});

it('a model that cannot be kept within the limits is refused, with all that was tried', async () => {
  const models = await listModels(project);
  const { model, trials, layers, bytes, executed } = await quantizeModel(
    project,
    { model: 'unet', images: 1, f1Limit: -1 },
    ctx,
  );
  expect([model, executed, bytes.after]).toEqual([null, null, null]);
  expect(trials).toHaveLength(layers.length);
  expect(await listModels(project)).toEqual(models);
});

it('an int8 synthesizer is judged by its pixels and by the segmenter nearest in scale, and makes images like any other', async () => {
  const judge = randomSegmenter(9);
  await register({ ...segmenterCard(sha256Of(judge)), name: 'of-its-scale', fovDiameter: 120 }, judge);
  await setCurrentModel(project, (await requireModel(project, 'unet')).id);
  const { model, before, trials, executed } = await quantizeModel(
    project,
    { model: 'gan', images: 1, pixelLimit: 255, consistencyLimit: 1, calibrator: 'entropy' },
    ctx,
  );
  expect(model).toMatchObject({ name: 'gan-int8', kind: 'synthesizer' });
  expect(parseCard(model!).quantization!.accuracy.conditions).toContain('consistency by of-its-scale');
  expect(before.pixelDifference).toBe(0);
  expect(trials[0]!.scores.pixelDifference).toBeGreaterThan(0);
  expect(trials[0]!.scores.pixelDifference).toBeLessThan(40);
  expect(executed!.floatMultiplyAdds).toBe(0);
  const { images } = await synthesizeImages(project, { count: 1, seed: 1, model: 'gan-int8' }, ctx);
  expect(images).toHaveLength(1);
});

it('a model without images to calibrate on is refused', async () => {
  const { project: empty } = await sampleProject(join(dir, 'empty'));
  const sha256 = await empty.files.put(segmenter, 'onnx');
  const card = { ...segmenterCard(sha256), sha256 };
  await registerModel(empty, { name: 'unet', kind: 'segmenter', sha256, card });
  await expect(quantizeModel(empty, { model: 'unet' }, ctx)).rejects.toMatchObject({ code: 'no-data' });
  empty.close();
});
