import { createWriteStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { bundleTraining } from '../../../src/main/jobs/train/bundle.ts';
import { importRun } from '../../../src/main/jobs/train/import-run.ts';
import { prepareSegmenter, segmenterOptionsOf } from '../../../src/main/jobs/train/segmenter.ts';
import { currentModel, listModels } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { listRunMetrics, listRuns } from '../../../src/main/store/runs.ts';
import type { FundusError } from '../../../src/shared/errors.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { quiet } from '../dataset/export-support.ts';
import { addSampleImage, sampleProject } from './sample-project.ts';

const steps = 24;
const options = segmenterOptionsOf({
  ...{ preset: 'quick', name: 'away', width: 2, levels: 2, crop: 16, batch: 1 },
  ...{ steps, fovDiameter: 100, threads: 1 },
});
const folder = mkdtempSync(join(tmpdir(), 'fundus-import-run-'));
const projects: Project[] = [];
afterAll(() => {
  for (const project of projects) project.close();
  rmSync(folder, { recursive: true });
});

async function filesIn(archive: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(archive);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return files;
}

interface Changes {
  readonly step?: number;
  readonly without?: string;
  readonly manifest?: object;
  readonly bundle?: object;
  readonly program?: object;
  /** Other weights for another one. */
  readonly phase?: number;
}

/** What the runner would write after `step` steps, with made-up weights. */
async function writeResult(
  name: string,
  bundle: string,
  { step = steps, without, phase = 0, ...changes }: Changes = {},
) {
  const manifest = JSON.parse((await filesIn(bundle)).get('manifest.json')!.toString());
  const { states } = manifest.program;
  const floats = (count: number, value: (i: number) => number) =>
    Buffer.from(Float32Array.from({ length: count }, (_, i) => value(i)).buffer);
  const files: Record<string, Buffer> = {
    'manifest.json': Buffer.from(
      JSON.stringify({
        ...{ format: 'fundus-training-result', version: 1, bundleSha256: '0'.repeat(64) },
        bundle: { ...manifest, program: { ...manifest.program, ...changes.program }, ...changes.bundle },
        ...{ step, seconds: 12.5 },
        ...{ device: 'Imagined GPU', torch: '9.9', tf32: true, cudnn: null },
        ...changes.manifest,
      }),
    ),
    metrics: floats(3 * step, (i) => i % 3),
    'states/segmenter.weights': floats(states['segmenter.weights'].shape[0], (i) => Math.sin(i + phase) / 4),
    'states/segmenter.statistics': floats(states['segmenter.statistics'].shape[0], () => 1),
  };
  const zip = new ZipFile();
  for (const [file, bytes] of Object.entries(files)) if (file !== without) zip.addBuffer(bytes, file);
  zip.end();
  const target = join(folder, name);
  await pipeline(zip.outputStream, createWriteStream(target));
  return target;
}

/** What a person is told of a result that is not taken. */
const refusal = (project: Project, file: string): Promise<FundusError> =>
  importRun(project, file, {}, quiet).then(
    () => expect.fail('imported'),
    (error: FundusError) => error,
  );

/** Two annotated photographs to train on, or one of them. */
async function projectOf(count: 1 | 2): Promise<Project> {
  const { project } = await sampleProject(mkdtempSync(join(folder, 'project-')));
  projects.push(project);
  await addSampleImage(project, '06_h', 'train', ['1']);
  await addSampleImage(project, '07_h', count === 2 ? 'train' : 'test', ['1']);
  return project;
}

describe('a training elsewhere', () => {
  let project: Project;
  const bundle = join(folder, 'bundle.zip');
  beforeAll(async () => {
    project = await projectOf(2);
    await bundleTraining(project, bundle, (project, ctx) => prepareSegmenter(project, options, ctx), quiet);
  });

  it('is a bundle that names no photograph', async () => {
    const files = await filesIn(bundle);
    const manifest = JSON.parse(files.get('manifest.json')!.toString());
    expect(manifest).toMatchObject({
      kind: 'segmenter',
      options,
      notice: expect.stringMatching(/photographs of patients/),
    });
    expect(files.get('manifest.json')!.toString()).not.toMatch(/\d\d_(h|dr|g)/);
    const stored = JSON.stringify(manifest.program).match(/parts\/[^"]+/g)!;
    expect(new Set(stored)).toEqual(new Set([...files.keys()].filter((name) => name !== 'manifest.json')));
  });

  it('does not write over a file', async () => {
    const again = bundleTraining(project, bundle, () => expect.fail('prepared'), quiet);
    await expect(again).rejects.toMatchObject({ code: 'output-exists' });
  });

  it('leaves no bundle when it is stopped', async () => {
    const target = join(folder, 'stopped.zip');
    const controller = new AbortController();
    const stopped = bundleTraining(
      project,
      target,
      async (project, ctx) => {
        const prepared = await prepareSegmenter(project, options, ctx);
        controller.abort();
        return prepared;
      },
      { ...quiet, signal: controller.signal },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(target)).toBe(false);
  });

  it('comes home as a run with its figures and a network that is used from then on', async () => {
    const result = await importRun(project, await writeResult('whole.zip', bundle), {}, quiet);
    expect(result).toMatchObject({
      steps,
      bestStep: steps,
      seconds: 12.5,
      model: { name: 'away', kind: 'segmenter' },
    });
    const run = (await listRuns(project)).find(({ id }) => id === result.run);
    expect(run).toMatchObject({ status: 'finished', step: steps, modelId: result.model.id });
    const metrics = await listRunMetrics(project, result.run, 'Dice');
    expect(metrics).toEqual([20, 24].map((step) => ({ step, name: 'Dice', value: 2 })));
    const current = await currentModel(project, 'segmenter');
    expect(current).toMatchObject({ id: result.model.id });
    expect(current!.card).toMatchObject({
      training: { device: 'Imagined GPU, PyTorch 9.9, convolutions in TF32', seconds: 13, step: steps },
    });
    expect(current!.card).not.toHaveProperty('training.backend');
  });

  it('is finished step by step', async () => {
    const reports: Progress[] = [];
    const report = (progress: Progress) => reports.push(progress);
    await importRun(project, await writeResult('told.zip', bundle), {}, { ...quiet, report });
    const finishing = reports.filter(({ phase }) => phase === 'Finishing');
    // 100 batches for the statistics, then both photographs for the threshold.
    expect(finishing.map(({ done }) => done)).toEqual(Array.from({ length: 103 }, (_, done) => done));
    expect(new Set(finishing.map(({ total }) => total))).toEqual(new Set([102]));
  });

  it('by another version of the program comes home with a note of what differs', async () => {
    const other = { columns: [], table: { shape: [0, steps], encoding: 'zeros', file: null } };
    const file = await writeResult('updated.zip', bundle, {
      phase: 1,
      bundle: { software: 'fundus-studio 0.0.9', createdAt: '2026-02-03T04:05:06.000Z' },
      program: { graphs: { step: { file: 'parts/other.onnx' } }, inputs: other },
    });
    const { note, model } = await importRun(project, file, {}, quiet);
    expect(note).toMatch(
      /fundus-studio 0\.0\.9 on 2026-02-03; its graphs and random inputs are not those of this version \(fundus-studio [\d.]+\), .* train a new bundle$/,
    );
    expect(model.card).toMatchObject({ training: { note, device: expect.stringContaining('Imagined GPU') } });
    const whole = await importRun(project, await writeResult('same.zip', bundle, { phase: 2 }), {}, quiet);
    expect(whole).not.toHaveProperty('note');
    expect(whole.model.card).not.toHaveProperty('training.note');
  });

  it('that was stopped is imported only when that is asked for', async () => {
    const file = await writeResult('partial.zip', bundle, { step: 10 });
    const refused = importRun(project, file, {}, quiet);
    await expect(refused).rejects.toMatchObject({
      code: 'incomplete',
      message: expect.stringContaining('10 of 24'),
    });
    const { bestStep } = await importRun(project, file, { allowPartial: true }, quiet);
    expect(bestStep).toBe(10);
  });

  it('of which nothing is done is not imported', async () => {
    const file = await writeResult('nothing.zip', bundle, { step: 0 });
    await expect(importRun(project, file, { allowPartial: true }, quiet)).rejects.toMatchObject({
      code: 'incomplete',
    });
  });

  it.each([
    [
      'is no archive',
      async () => writeFileSync(join(folder, 'text.zip'), 'text'),
      'text.zip',
      /no whole result/,
    ],
    [
      'lacks its weights',
      () => writeResult('a.zip', bundle, { without: 'states/segmenter.weights' }),
      'a.zip',
      /segmenter\.weights/,
    ],
    [
      'is of another version of the format',
      () => writeResult('f.zip', bundle, { manifest: { version: 2 } }),
      'f.zip',
      /of version 2 of the format, expected 1/,
    ],
    ['lacks its metrics', () => writeResult('b.zip', bundle, { without: 'metrics' }), 'b.zip', /metrics/],
    [
      'has other options',
      () => writeResult('c.zip', bundle, { bundle: { options: { ...options, width: 'wide' } } }),
      'c.zip',
      /does not fit this program, fundus-studio [\d.]+, in its options \(width: .*expected number/,
    ],
    [
      'is of a network of another size',
      () => writeResult('d.zip', bundle, { bundle: { options: { ...options, width: 3 } } }),
      'd.zip',
      /in its networks \(segmenter\.weights: expected \d+ numbers, found \d+ numbers; /,
    ],
    [
      'lacks what the network is made of',
      () => writeResult('e.zip', bundle, { bundle: { results: ['segmenter.weights'] } }),
      'e.zip',
      /in what it brings home \(expected segmenter\.weights, segmenter\.statistics, found segmenter\.weights\)$/,
    ],
  ])('that %s is refused, and leaves nothing', async (_, write, name, message) => {
    await write();
    const before = [await listRuns(project), await listModels(project)];
    const refused = importRun(project, join(folder, name), {}, quiet);
    await expect(refused).rejects.toMatchObject({ code: 'bad-run', message: expect.stringMatching(message) });
    expect([await listRuns(project), await listModels(project)]).toEqual(before);
  });

  it('of a bundle that was not run is told so', async () => {
    await expect(importRun(project, bundle, {}, quiet)).rejects.toMatchObject({
      code: 'bad-run',
      message: expect.stringMatching(/bundle itself/),
    });
  });

  it('does not come home to other photographs, and says which it expected and found', async () => {
    const other = await projectOf(1);
    await expect(refusal(other, await writeResult('elsewhere.zip', bundle))).resolves.toMatchObject({
      code: 'bad-run',
      message: expect.stringMatching(
        /photographs, annotations and splits of this project\. What differs: photographs with .*: expected 1 of (\d+ x \d+) pixels, found 2 of \1 pixels; mean levels: expected 3 numbers, found 6 numbers; /,
      ),
      hint: expect.stringMatching(
        /^import it into the project that its bundle was written from, .*; or train/,
      ),
    });
    expect(await listRuns(other)).toEqual([]);
  });

  it('on the same photographs that another version prepared otherwise says so, and by which version', async () => {
    const { program } = JSON.parse((await filesIn(bundle)).get('manifest.json')!.toString());
    const photographs = { ...program.data.photographs, file: 'parts/other.bin' };
    const file = await writeResult('prepared.zip', bundle, {
      bundle: { software: 'fundus-studio 0.0.9', createdAt: '2026-02-03T04:05:06.000Z' },
      program: { data: { ...program.data, photographs, noise: program.data.means } },
    });
    await expect(refusal(project, file)).resolves.toMatchObject({
      code: 'bad-run',
      message: expect.stringMatching(
        /expected other content in 2 of .* pixels; "noise": expected none, found 6 numbers$/,
      ),
      hint: expect.stringContaining('fundus-studio 0.0.9 on 2026-02-03: with that one it may fit'),
    });
  });

  it('of a photograph that has changed since blames no version', async () => {
    const { program } = JSON.parse((await filesIn(bundle)).get('manifest.json')!.toString());
    const photographs = { ...program.data.photographs, file: 'parts/other.bin' };
    const file = await writeResult('edited.zip', bundle, {
      program: { data: { ...program.data, photographs } },
    });
    await expect(refusal(project, file)).resolves.toMatchObject({
      code: 'bad-run',
      hint: expect.not.stringContaining('this program'),
    });
  });
});
