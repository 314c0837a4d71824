import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeImage, decodeMask } from '../../../src/main/imaging/decode.ts';
import { segmentProject } from '../../../src/main/jobs/segment.ts';
import { getMask, listMasks } from '../../../src/main/store/masks.ts';
import { type ModelRow, registerModel } from '../../../src/main/store/models.ts';
import { createProject, type Project } from '../../../src/main/store/project.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { randomSegmenter } from '../inference/random-network.ts';
import { addSampleImage, height, sampleProject, width } from './sample-project.ts';

let dir: string;
let project: Project;
let model: ModelRow;
const signal = new AbortController().signal;
const quiet = { report: () => {}, signal };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'fundus-segment-'));
  ({ project, model } = await sampleProject(dir));
  await addSampleImage(project, '06_h', 'test', ['1stHO']);
  await addSampleImage(project, '08_g', 'train', []);
});
afterAll(async () => {
  project.close();
  await rm(dir, { recursive: true });
});

describe('segmentProject', () => {
  test('stores a mask and a probability map for every image and says how far it is', async () => {
    const reports: Progress[] = [];
    const report = await segmentProject(project, { threads: 1 }, { report: (p) => reports.push(p), signal });
    expect(report.model).toBe('random');
    expect(report.images.map(({ image }) => image)).toEqual(['06_h', '08_g']);
    expect(reports.map(({ done, total, detail }) => [done, total, detail])).toEqual([
      [0, 2, '06_h'],
      [1, 2, '08_g'],
      [2, 2, undefined],
    ]);

    const [first] = report.images;
    const row = await getMask(project, first!.maskId);
    expect(row).toMatchObject({ origin: 'predicted', version: 2, modelId: model.id, observer: null });
    const mask = await decodeMask(await project.files.read(row.sha256, 'png'));
    const grey = await decodeImage(await project.files.read(row.probabilitySha256!, 'png'));
    expect([mask.width, mask.height, grey.width, grey.height, grey.channels]).toEqual([
      width,
      height,
      width,
      height,
      1,
    ]);
    // Level 128 is 0.502: where grey and mask could disagree about one half, rounding may decide.
    expect(
      mask.data.every((value, i) => grey.data[i] === 128 || value === (grey.data[i]! > 127 ? 1 : 0)),
    ).toBe(true);
    expect(first!.vesselShare).toBeGreaterThan(0);
    expect(first!.vesselShare).toBeLessThan(1);
  });

  test('adds no version when the newest prediction is the same', async () => {
    const before = await listMasks(project, { origins: ['predicted'] });
    const again = await segmentProject(project, { threads: 1, images: ['06_h', '06_h'] }, quiet);
    expect(again.images).toHaveLength(1);
    expect(before.map(({ id }) => id)).toContain(again.images[0]!.maskId);
    expect(await listMasks(project, { origins: ['predicted'] })).toEqual(before);
  });

  test('takes another model by its name', async () => {
    const sha256 = await project.files.put(randomSegmenter(8), 'onnx');
    await registerModel(project, { name: 'other', kind: 'segmenter', sha256, runId: null, card: model.card });
    const { images } = await segmentProject(
      project,
      { threads: 1, model: 'random', images: ['08_g'] },
      quiet,
    );
    expect(await getMask(project, images[0]!.maskId)).toMatchObject({ modelId: model.id });
    const current = await segmentProject(project, { threads: 1, images: ['08_g'] }, quiet);
    expect(current.model).toBe('other');
  });

  test('names what it does not find', async () => {
    const empty = createProject(join(dir, 'empty'));
    await expect(segmentProject(empty, {}, quiet)).rejects.toMatchObject({ code: 'no-data' });
    empty.close();
    await expect(segmentProject(project, { images: ['99_x'] }, quiet)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('99_x'),
    });
    await expect(segmentProject(project, { model: 'nothing' }, quiet)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('nothing'),
    });
  });

  test('stops when cancelled and keeps what is done', async () => {
    // The newest predictions are the other model's, so both images are due.
    await segmentProject(project, { threads: 1, model: 'other' }, quiet);
    const before = await listMasks(project, { origins: ['predicted'] });
    const controller = new AbortController();
    const cancelling = {
      signal: controller.signal,
      report: ({ done }: Progress) => {
        if (done === 1) controller.abort();
      },
    };
    await expect(segmentProject(project, { threads: 1, model: 'random' }, cancelling)).rejects.toMatchObject({
      code: 'cancelled',
    });
    const known = new Set(before.map(({ id }) => id));
    const added = (await listMasks(project, { origins: ['predicted'] })).filter(({ id }) => !known.has(id));
    expect(added.map(({ imageId, modelId }) => [imageId, modelId])).toEqual([[1, model.id]]);
  });
});
