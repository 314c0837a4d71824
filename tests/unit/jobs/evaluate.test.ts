import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { review } from '../../../src/main/dataset/review.ts';
import { decodeMask } from '../../../src/main/imaging/decode.ts';
import { evaluateProject } from '../../../src/main/jobs/evaluate.ts';
import { segmentProject } from '../../../src/main/jobs/segment.ts';
import { getFov, type ImageRow } from '../../../src/main/store/images.ts';
import { addMask, getMask, latestMask, listMasks } from '../../../src/main/store/masks.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { addSampleImage, height, sampleProject, width } from './sample-project.ts';

let dir: string;
let project: Project;
let first: ImageRow;
/** Without annotation. */
let bare: ImageRow;
const ctx = { report: () => {}, signal: new AbortController().signal };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'fundus-evaluate-'));
  ({ project } = await sampleProject(dir));
  first = await addSampleImage(project, '06_h', 'test', ['1stHO', '2ndHO']);
  await addSampleImage(project, '07_h', 'test', ['1stHO']);
  bare = await addSampleImage(project, '08_g', 'test', []);
  await addSampleImage(project, '10_g', 'train', ['1stHO']);
});
afterAll(async () => {
  project.close();
  await rm(dir, { recursive: true });
});

describe('evaluateProject', () => {
  test('agrees with the scores computed from the stored predicted mask and the annotation', async () => {
    const report = await evaluateProject(project, { threads: 1 }, ctx);
    expect(report).toMatchObject({ model: 'random', split: 'test', threshold: 0.5 });
    expect(report.images.map(({ image }) => image)).toEqual(['06_h', '07_h']);
    expect(report.images[0]).toMatchObject({ width, height, observer: '1stHO' });

    const { images } = await segmentProject(project, { threads: 1, images: ['06_h'] }, ctx);
    const read = async (sha256: string) => (await decodeMask(await project.files.read(sha256, 'png'))).data;
    const predicted = await read((await getMask(project, images[0]!.maskId)).sha256);
    const [annotation] = await listMasks(project, { imageId: first.id, origins: ['annotated'] });
    const truth = await read(annotation!.sha256);
    const fov = await read((await getFov(project, first.id)).sha256);
    const inside = Array.from(fov.keys()).filter((i) => fov[i] === 1);
    const share = (of: number[], test: (i: number) => boolean) => of.filter(test).length / of.length;
    const vessels = inside.filter((i) => truth[i] === 1);
    const background = inside.filter((i) => truth[i] === 0);
    const found = inside.filter((i) => predicted[i] === 1);
    const recall = share(vessels, (i) => predicted[i] === 1);
    const precision = share(found, (i) => truth[i] === 1);
    const scores = report.images[0]!;
    expect(scores.sensitivity).toBeCloseTo(recall, 12);
    expect(scores.specificity).toBeCloseTo(
      share(background, (i) => predicted[i] === 0),
      12,
    );
    expect(scores.accuracy).toBeCloseTo(
      share(inside, (i) => predicted[i] === truth[i]),
      12,
    );
    expect(scores.f1).toBeCloseTo((2 * precision * recall) / (precision + recall), 12);
  });

  test('takes the split, the images and the observer that it is told', async () => {
    const train = await evaluateProject(project, { threads: 1, split: 'train' }, ctx);
    expect(train.images.map(({ image }) => image)).toEqual(['10_g']);
    const named = await evaluateProject(project, { threads: 1, images: ['07_h'] }, ctx);
    expect([named.split, named.images.map(({ image }) => image)]).toEqual([null, ['07_h']]);
    const second = await evaluateProject(project, { threads: 1, observer: '2ndHO' }, ctx);
    expect(second.images.map(({ image, observer }) => [image, observer])).toEqual([['06_h', '2ndHO']]);
    const one = await evaluateProject(project, { threads: 1, images: ['06_h'] }, ctx);
    expect(second.summary.f1).not.toBe(one.summary.f1);
  });

  test('evaluates at a reduced width, and leaves smaller photographs as they are', async () => {
    const reduced = await evaluateProject(project, { threads: 1, width: 219, images: ['06_h'] }, ctx);
    expect(reduced.images[0]).toMatchObject({ width: 219, height: 146 });
    const wide = await evaluateProject(project, { threads: 1, width: 5000, images: ['06_h'] }, ctx);
    expect(wide.images[0]).toMatchObject({ width, height });
    expect(wide.summary.f1).not.toBe(reduced.summary.f1);
  });

  test('stores nothing', async () => {
    const before = await latestMask(project, first.id);
    await evaluateProject(project, { threads: 1, images: ['06_h'] }, ctx);
    expect(await latestMask(project, first.id)).toEqual(before);
  });

  test('compares with what a person edited, not with a prediction that was accepted as it was', async () => {
    const { images } = await segmentProject(project, { threads: 1, images: ['08_g'] }, ctx);
    await review(project, bare.id, 'accepted');
    const evaluated = () => evaluateProject(project, { threads: 1, images: ['08_g'] }, ctx);
    await expect(evaluated()).rejects.toMatchObject({ code: 'no-data' });
    const { sha256 } = (await listMasks(project, { imageId: first.id, origins: ['annotated'] }))[0]!;
    const edit = { imageId: bare.id, origin: 'edited' as const, sha256, parentId: images[0]!.maskId };
    await addMask(project, edit);
    expect((await evaluated()).images).toMatchObject([{ image: '08_g', observer: null }]);
    await review(project, bare.id, 'rejected');
    await expect(evaluated()).rejects.toMatchObject({ code: 'no-data' });
  });

  test('says when there is nothing to compare with', async () => {
    await expect(evaluateProject(project, { images: ['08_g'] }, ctx)).rejects.toMatchObject({
      code: 'no-data',
    });
    await expect(evaluateProject(project, { split: 'val' }, ctx)).rejects.toMatchObject({
      code: 'no-data',
      message: expect.stringContaining('val'),
    });
  });
});
