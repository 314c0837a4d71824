import { beforeEach, describe, expect, it } from 'vitest';
import { readConsistencySegmenter } from '../../../src/main/models/consistency-segmenter.ts';
import { registerModel } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { randomSegmenter } from '../inference/random-network.ts';
import { segmenterCard } from '../jobs/segmenter-card.ts';
import { temporaryProject } from '../store/support.ts';

const pictures = { fovDiameter: 500, fieldAngle: 60 };
let project: Project;

beforeEach(async () => {
  project = await temporaryProject();
});

interface Added {
  readonly fovDiameter: number;
  readonly fieldAngle?: number;
  readonly current?: boolean;
  readonly isInt8?: boolean;
}

let seed = 0;

/** A network of random weights whose card states the scale. */
async function add(name: string, { fovDiameter, fieldAngle = 60, current = false, isInt8 }: Added) {
  const sha256 = await project.files.put(randomSegmenter(++seed), 'onnx');
  const card = { ...segmenterCard(sha256), name, fovDiameter, fieldAngle };
  const quantization = isInt8 && { quantization: { precision: 'int8' } };
  await registerModel(
    project,
    { name, kind: 'segmenter', sha256, card: { ...card, ...quantization } },
    { current },
  );
}

const nearest = (of = pictures) => readConsistencySegmenter(project, 'nearest', of);

describe('the segmenter nearest in scale', () => {
  it('is the one whose factor is nearest to 1 as a ratio', async () => {
    await add('smaller', { fovDiameter: 330 });
    await add('larger', { fovDiameter: 700 });
    await add('current', { fovDiameter: 1631, current: true });
    expect(await nearest()).toMatchObject({ name: 'larger', factor: 1.4 });
    expect(await nearest({ fovDiameter: 350, fieldAngle: 60 })).toMatchObject({ name: 'smaller' });
    expect(await nearest({ fovDiameter: 1500, fieldAngle: 60 })).toMatchObject({ name: 'current' });
  });

  it('is judged by pixels per degree', async () => {
    await add('of-60', { fovDiameter: 500 });
    await add('of-30', { fovDiameter: 500, fieldAngle: 30 });
    expect(await nearest({ fovDiameter: 480, fieldAngle: 30 })).toMatchObject({ name: 'of-30', factor: 1 });
    expect(await nearest()).toMatchObject({ name: 'of-60', factor: 1 });
  });

  it('is none that computes with integers', async () => {
    await add('far', { fovDiameter: 1631 });
    await add('int8', { fovDiameter: 500, current: true, isInt8: true });
    expect(await nearest()).toMatchObject({ name: 'far' });
  });

  it('is among equals the current one, and without that the newest', async () => {
    await add('first', { fovDiameter: 500, current: true });
    await add('second', { fovDiameter: 505 });
    expect(await nearest()).toMatchObject({ name: 'first' });
    await add('third', { fovDiameter: 1631, current: true });
    expect(await nearest()).toMatchObject({ name: 'second' });
  });

  it('needs a float32 segmenter', async () => {
    await add('int8', { fovDiameter: 500, isInt8: true });
    await expect(nearest()).rejects.toMatchObject({ code: 'no-data' });
  });
});

describe('a segmenter of another scale', () => {
  const noteOf = async (of: typeof pictures) => (await readConsistencySegmenter(project, 'unet', of))?.note;

  it.each([
    { fovDiameter: 700, hasNote: false },
    { fovDiameter: 800, hasNote: true },
    { fovDiameter: 350, hasNote: false },
    { fovDiameter: 320, hasNote: true },
  ])('of $fovDiameter for pictures of 500 has a note: $hasNote', async ({ fovDiameter, hasNote }) => {
    await add('unet', { fovDiameter });
    expect((await noteOf(pictures)) !== undefined).toBe(hasNote);
  });

  it('says how far it is off, and how to train one that is not', async () => {
    await add('unet', { fovDiameter: 1631 });
    expect(await noteOf(pictures)).toMatch(/"unet".* 3\.3 times .*--fov-diameter 500 --name unet-500$/);
    // Training takes the diameter at 60 degrees.
    const other = { fovDiameter: 375.2, fieldAngle: 45 };
    expect(await noteOf(other)).toContain('--fov-diameter 500 ');
    await add('unet-500', { fovDiameter: 500 });
    expect(await nearest(other)).toMatchObject({ name: 'unet-500', factor: 1 });
    expect((await nearest(other))?.note).toBeUndefined();
  });
});

it('may be named, or left out', async () => {
  await add('near', { fovDiameter: 500 });
  await add('far', { fovDiameter: 1631 });
  expect(await readConsistencySegmenter(project, 'far', pictures)).toMatchObject({ name: 'far' });
  expect(await readConsistencySegmenter(project, 'none', pictures)).toBeUndefined();
  await expect(readConsistencySegmenter(project, 'nobody', pictures)).rejects.toMatchObject({
    code: 'not-found',
  });
});
