import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readMask } from '../../../src/main/dataset/stored-images.ts';
import { fitToCanvas, placeMask } from '../../../src/main/imaging/canvas.ts';
import { readPngChunks } from '../../../src/main/imaging/containers/png.ts';
import { decodeImage } from '../../../src/main/imaging/decode.ts';
import { encodePng } from '../../../src/main/imaging/encode.ts';
import { drawStyle } from '../../../src/main/inference/synthesize-image.ts';
import { recreateImage, synthesizeImages } from '../../../src/main/jobs/synthesize/synthesize.ts';
import { getFov, type ImageRow } from '../../../src/main/store/images.ts';
import { addMask, getMask, latestMask } from '../../../src/main/store/masks.ts';
import { type ModelRow, registerModel } from '../../../src/main/store/models.ts';
import { createProject, openProject, type Project } from '../../../src/main/store/project.ts';
import { listSyntheticImages } from '../../../src/main/store/synthetic.ts';
import type { Diagnosis } from '../../../src/shared/domain.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { randomSynthesizer } from '../inference/random-synthesizer.ts';
import { addSampleImage, height, sampleProject, width } from './sample-project.ts';

const canvas = { width: 96, height: 80 };
const signal = new AbortController().signal;
const quiet = { report: () => {}, signal };
const threads = 1;

let dir: string;
let project: Project;
let model: ModelRow;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'fundus-synthesize-'));
  ({ project } = await sampleProject(join(dir, 'eyes')));
  model = await addSynthesizer('gan', 1);
});
afterEach(async () => {
  project.close();
  await rm(dir, { recursive: true });
});

async function addSynthesizer(name: string, seed: number): Promise<ModelRow> {
  const sha256 = await project.files.put(randomSynthesizer(seed), 'onnx');
  return registerModel(project, { name, kind: 'synthesizer', sha256, card: { canvas, styleSize: 8 } });
}

async function addEye(name: string, diagnosis: Diagnosis | null, observers = ['1stHO']): Promise<ImageRow> {
  const image = await addSampleImage(project, name, 'test', observers);
  await project.db.updateTable('images').set({ diagnosis }).where('id', '=', image.id).execute();
  return { ...image, diagnosis };
}

describe('synthesizeImages', () => {
  test('makes as many images of every mask, each with a seed, style and name of its own', async () => {
    await addEye('06_h', 'h');
    await addEye('08_g', 'g');
    await addEye('10_g', null);
    const reports: Progress[] = [];
    const { model: name, images } = await synthesizeImages(
      project,
      { count: 9, seed: 3, threads },
      { report: (progress) => reports.push(progress), signal },
    );
    expect(name).toBe('gan');
    const turn = [
      ['06_h', 'h'],
      ['08_g', 'g'],
      ['10_g', 'h'],
    ];
    expect(images.map(({ image, diagnosis }) => [image, diagnosis])).toEqual([...turn, ...turn, ...turn]);
    expect(reports.map(({ done, total }) => [done, total])).toEqual(
      Array.from({ length: 10 }, (_, done) => [done, 9]),
    );
    const rows = await listSyntheticImages(project);
    expect(rows.map((row) => row.name)).toEqual(images.map((image) => image.name));
    for (const key of ['name', 'seed', 'sha256', 'style'] as const) {
      expect(new Set(rows.map((row) => String(row[key]))).size).toBe(9);
    }
  });

  test('stores the image marked as synthetic, its label and its lineage', async () => {
    const eye = await addEye('06_h', 'h');
    const { images } = await synthesizeImages(project, { count: 1, seed: 3, threads }, quiet);
    const [row] = await listSyntheticImages(project);
    const mask = (await latestMask(project, eye.id))!;
    expect(row).toMatchObject({
      ...canvas,
      name: images[0]!.name,
      maskId: mask.id,
      modelId: model.id,
      modelSha256: model.sha256,
      seed: images[0]!.seed,
      diagnosis: 'h',
      style: drawStyle(images[0]!.seed, 8),
    });
    const fov = await readMask(project, (await getFov(project, eye.id)).sha256);
    const placement = fitToCanvas(fov, canvas);
    const label = await readMask(project, row!.maskSha256);
    expect(label).toEqual(placeMask(await readMask(project, mask.sha256), placement));
    expect(label.data).toContain(1);

    const png = await project.files.read(row!.sha256, 'png');
    const raster = await decodeImage(png);
    expect([raster.width, raster.height, raster.channels]).toEqual([canvas.width, canvas.height, 3]);
    const view = placeMask(fov, placement);
    expect(view.data.every((inside, i) => inside === 1 || raster.data[3 * i] === 0)).toBe(true);
    const text = readPngChunks(png)
      .filter(({ type }) => type === 'tEXt')
      .map(({ data }) => Buffer.from(data).toString('latin1'));
    expect(text).toEqual([
      'Title\0Synthetic fundus photograph',
      `Source\0Model gan, SHA-256 ${model.sha256}, seed ${row!.seed}`,
    ]);
  });

  test('makes the same images of the same seed, in any project, and keeps them once', async () => {
    await addEye('06_h', 'h');
    await addEye('08_g', 'g');
    const options = { count: 4, seed: 3, threads };
    const first = await synthesizeImages(project, options, quiet);
    const rows = await listSyntheticImages(project);
    const again = await synthesizeImages(project, options, quiet);
    expect(again.images.map(({ name }) => name)).toEqual(first.images.map(({ name }) => name));
    expect(await listSyntheticImages(project)).toEqual(rows);

    await synthesizeImages(project, { ...options, count: 6 }, quiet);
    expect((await listSyntheticImages(project)).slice(0, 4)).toEqual(rows);
    expect(await listSyntheticImages(project)).toHaveLength(6);
    await synthesizeImages(project, { ...options, seed: 4 }, quiet);
    expect(await listSyntheticImages(project)).toHaveLength(10);

    const earlier = project;
    ({ project } = await sampleProject(join(dir, 'other')));
    await addSynthesizer('gan', 1);
    await addEye('06_h', 'h');
    await addEye('08_g', 'g');
    await synthesizeImages(project, options, quiet);
    earlier.close();
    const hashes = (await listSyntheticImages(project)).map(({ sha256 }) => sha256);
    expect(hashes).toEqual(rows.map(({ sha256 }) => sha256));
  });

  test('every stored image can be made again from its row, byte by byte', async () => {
    await addEye('06_h', 'h');
    await addEye('08_g', null);
    await synthesizeImages(project, { count: 3, seed: 3, threads }, quiet);
    await synthesizeImages(project, { count: 2, seed: 9, diagnosis: 'dr', threads }, quiet);
    // Neither a newer mask nor a newer model takes the place of those that an image was made with.
    await addSynthesizer('newer', 2);
    const [row] = await listSyntheticImages(project);
    const { imageId, sha256 } = await getMask(project, row!.maskId);
    await addMask(project, { imageId, origin: 'annotated', observer: '1stHO', sha256 });
    project.close();
    project = openProject(join(dir, 'eyes'));
    const rows = await listSyntheticImages(project);
    expect(rows).toHaveLength(5);
    for (const image of rows) {
      const bytes = await recreateImage(project, image, threads);
      expect(Buffer.compare(bytes, await project.files.read(image.sha256, 'png'))).toBe(0);
    }
    const other = await recreateImage(project, { ...rows[0]!, seed: rows[0]!.seed + 1 }, threads);
    expect(Buffer.compare(other, await project.files.read(rows[0]!.sha256, 'png'))).not.toBe(0);
  });

  test('shows the class wanted, on masks of that class where there are any', async () => {
    await addEye('06_h', 'h');
    await addEye('08_g', 'g');
    const made = async (diagnosis: Diagnosis) => {
      const { images } = await synthesizeImages(project, { count: 2, seed: 1, diagnosis, threads }, quiet);
      return images.map((image) => [image.image, image.diagnosis]);
    };
    expect(await made('g')).toEqual([
      ['08_g', 'g'],
      ['08_g', 'g'],
    ]);
    expect(await made('dr')).toEqual([
      ['06_h', 'dr'],
      ['08_g', 'dr'],
    ]);
  });

  test('prefers the annotation to a newer prediction, and takes that where there is none', async () => {
    const annotated = await addEye('06_h', 'h');
    const bare = await addEye('08_g', 'g', []);
    await addEye('10_g', 'g', []);
    const blank = { width, height, data: new Uint8Array(width * height).fill(1) };
    const sha256 = await project.files.put(await encodePng(blank), 'png');
    const segmenter = await project.db
      .selectFrom('models')
      .select('id')
      .where('name', '=', 'random')
      .execute();
    const prediction = { origin: 'predicted' as const, sha256, modelId: segmenter[0]!.id };
    const annotation = await latestMask(project, annotated.id);
    await addMask(project, { ...prediction, imageId: annotated.id });
    await addMask(project, { ...prediction, imageId: bare.id });
    const newest = await addMask(project, { ...prediction, imageId: bare.id });
    await synthesizeImages(project, { count: 2, seed: 1, threads }, quiet);
    const rows = await listSyntheticImages(project);
    expect(rows.map(({ maskId }) => maskId)).toEqual([annotation!.id, newest.id]);
  });

  test('stops when cancelled and keeps what is done', async () => {
    await addEye('06_h', 'h');
    const controller = new AbortController();
    const report = ({ done }: Progress) => {
      if (done === 2) controller.abort();
    };
    const run = synthesizeImages(
      project,
      { count: 9, seed: 1, threads },
      { report, signal: controller.signal },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    // The third was on its way.
    expect(await listSyntheticImages(project)).toHaveLength(3);
  });

  test('says what is missing', async () => {
    const options = { count: 1, seed: 1, threads };
    await addEye('06_h', 'h', []);
    await expect(synthesizeImages(project, options, quiet)).rejects.toMatchObject({
      code: 'no-data',
      message: expect.stringContaining('masks'),
      hint: expect.stringContaining('extract the vessels'),
    });
    await expect(synthesizeImages(project, { ...options, model: 'none' }, quiet)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(synthesizeImages(project, { ...options, model: 'random' }, quiet)).rejects.toMatchObject({
      code: 'bad-model',
      message: '"random" is not a synthesizer',
    });
    const empty = createProject(join(dir, 'empty'));
    await expect(synthesizeImages(empty, options, quiet)).rejects.toMatchObject({
      code: 'no-data',
      hint: expect.stringContaining('train a synthesizer'),
    });
    empty.close();
  });
});
