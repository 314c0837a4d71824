import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { measureAccuracy, testImages } from '../../../src/main/jobs/benchmark/accuracy.ts';
import { benchmarkProject } from '../../../src/main/jobs/benchmark/benchmark.ts';
import { chooseFamily, int8Of, modelFamilies } from '../../../src/main/jobs/benchmark/models.ts';
import { evaluateProject } from '../../../src/main/jobs/evaluate.ts';
import { quantizeModel } from '../../../src/main/jobs/quantize/quantize.ts';
import type { ModelCard, SynthesizerCard } from '../../../src/main/networks/card.ts';
import { listBenchmarks } from '../../../src/main/store/benchmarks.ts';
import { sha256Of } from '../../../src/main/store/files.ts';
import { setSplit } from '../../../src/main/store/images.ts';
import { registerModel, requireModel } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import type { BenchmarkOptions } from '../../../src/shared/api/benchmark.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { randomSegmenter } from '../inference/random-network.ts';
import { randomSynthesizer } from '../inference/random-synthesizer.ts';
import { addSampleImage, sampleProject } from './sample-project.ts';
import { segmenterCard } from './segmenter-card.ts';

const ctx = { report: () => {}, signal: new AbortController().signal };
const small: BenchmarkOptions = {
  preset: 'quick',
  networks: ['segmenter', 'synthesizer'],
  backends: ['onnxruntime'],
  threads: [1],
  patchBatches: [2],
  imageBatches: [],
};
let dir: string;
let project: Project;
let testImage: number;

async function register(card: ModelCard, onnx: Uint8Array) {
  const { name, kind } = card;
  const sha256 = await project.files.put(onnx, 'onnx');
  return registerModel(project, { name, kind, sha256, card: { ...card, sha256 } });
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'fundus-jobs-'));
  ({ project } = await sampleProject(join(dir, 'eyes')));
  await addSampleImage(project, '07_h', 'train', ['1stHO']);
  testImage = (await addSampleImage(project, '06_h', 'test', ['1stHO'])).id;
  const segmenter = randomSegmenter(8);
  const { threshold, ...common } = segmenterCard(sha256Of(segmenter));
  await register({ ...common, threshold, fovDiameter: 1631 / 4 }, segmenter);
  const gan: SynthesizerCard = {
    ...common,
    ...{ kind: 'synthesizer', name: 'gan', fovDiameter: 120, styleSize: 8, sizeMultiple: 16 },
    canvas: { width: 144, height: 96 },
  };
  await register(gan, randomSynthesizer(5));
  await quantizeModel(project, { model: 'unet', images: 1, f1Limit: 1, use: true }, ctx);
});
afterAll(() => {
  project.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('the models of a benchmark', () => {
  it('are the float32 ones, with the int8 ones made from them', async () => {
    const families = await modelFamilies(project);
    expect(families.map(({ fp32, int8 }) => [fp32.row.name, ...int8.map(({ row }) => row.name)])).toEqual([
      ['unet', 'unet-int8'],
      ['gan'],
    ]);
  });

  it('are by default those in use, and what an int8 one in use was made from', async () => {
    expect((await requireModel(project, 'unet-int8')).isCurrent).toBe(true);
    const family = await chooseFamily(project, 'segmenter', undefined);
    expect([family!.fp32.row.name, int8Of(family!)!.row.name]).toEqual(['unet', 'unet-int8']);
  });

  it.each([
    ['unet-int8', 'bad-model', 'name "unet", which it was made from: its int8 models are measured with it'],
    ['random', 'bad-model', undefined],
    ['gan', 'bad-model', undefined],
    ['nobody', 'not-found', expect.stringContaining('unet')],
  ])('are not %s for a segmenter', async (name, code, hint) => {
    await expect(chooseFamily(project, 'segmenter', name)).rejects.toMatchObject({ code, hint });
  });
});

describe('accuracy', () => {
  it('is what evaluation and the accuracy guard say of the test images', async () => {
    const families = {
      segmenter: await chooseFamily(project, 'segmenter', undefined),
      synthesizer: await chooseFamily(project, 'synthesizer', undefined),
    };
    const images = await testImages(project, 6);
    expect(images).toMatchObject({ split: 'test', images: [{ row: { name: '06_h' } }] });
    const accuracy = await measureAccuracy(project, families, images!, ctx);
    for (const name of ['unet', 'unet-int8']) {
      const { summary } = await evaluateProject(project, { model: name }, ctx);
      const { sha256 } = await requireModel(project, name);
      expect(accuracy.of.get(sha256)).toEqual({ F1: summary.f1, AUC: summary.auc });
    }
    const gan = accuracy.of.get(families.synthesizer!.fp32.row.sha256)!;
    expect(gan['pixel difference']).toBe(0);
    expect(gan.consistency).toBeGreaterThan(0);
    expect(accuracy.on).toMatch(/^one annotated image of the test split \(06_h\): F1 .* by unet /);
  });

  it('is measured on validation images where there are no others, else not at all', async () => {
    await setSplit(project, testImage, 'val');
    expect(await testImages(project, 6)).toMatchObject({ split: 'val', images: [{ row: { name: '06_h' } }] });
    await setSplit(project, testImage, 'train');
    expect(await testImages(project, 6)).toBeNull();
    await setSplit(project, testImage, 'test');
  });
});

describe('benchmarkProject', () => {
  it('times the networks in use and keeps the report', async () => {
    const report = await benchmarkProject(project, small, ctx);
    expect(await listBenchmarks(project)).toMatchObject([{ id: report.id, series: 2, isImported: false }]);
    expect(report.series.map(({ network, shape, batch }) => [network, shape, batch])).toEqual([
      ['segmenter', 'patch', 2],
      ['synthesizer', 'patch', 2],
    ]);
    const names = report.series.map(({ variants }) => variants.map(({ model }) => model!.name));
    expect(names).toEqual([['unet', 'unet-int8'], ['gan']]);
    expect(report.notRun).toEqual([
      { what: 'Stage 2: synthesizer, int8', why: 'no int8 network was made of "gan"; quantise it' },
    ]);
    expect(report.series[0]!.variants[0]!.accuracy).toHaveProperty('F1');
    expect(report.accuracyOn).toContain('06_h');
    expect(report.protocol.runs).toBe(30);
  });

  it('stops when it is cancelled, keeps nothing and leaves no file', async () => {
    const before = await listBenchmarks(project);
    const controller = new AbortController();
    const report = ({ phase, done }: Progress) => phase === 'Timing' && done > 0 && controller.abort();
    const temporary = mkdtempSync(join(dir, 'temporary-'));
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    await expect(
      benchmarkProject(project, small, { report, signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(await listBenchmarks(project)).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('says which networks there are none of', async () => {
    const { project: empty } = await sampleProject(join(dir, 'empty'));
    const report = await benchmarkProject(empty, small, ctx);
    expect(report).toMatchObject({ series: [], accuracyOn: null });
    expect(report.notRun.map(({ what }) => what)).toEqual(['Stage 1: segmenter', 'Stage 2: synthesizer']);
    empty.close();
  });
});

it('a benchmark of nothing is refused', async () => {
  const nothing = { ...small, patchBatches: [] };
  await expect(benchmarkProject(project, nothing, ctx)).rejects.toMatchObject({ code: 'usage' });
});

it('models that are named are refused before anything is timed', async () => {
  const request = { ...small, segmenter: 'nobody' };
  await expect(benchmarkProject(project, request, ctx)).rejects.toMatchObject({ code: 'not-found' });
});
