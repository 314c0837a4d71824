import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { review } from '../../../src/main/dataset/review.ts';
import { segmentProject } from '../../../src/main/jobs/segment.ts';
import { recreateImage, synthesizeImages } from '../../../src/main/jobs/synthesize/synthesize.ts';
import { latestMask } from '../../../src/main/store/masks.ts';
import { registerModel } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { getSyntheticImage, listSyntheticImages } from '../../../src/main/store/synthetic.ts';
import type { MaskChoice } from '../../../src/shared/jobs/requests.ts';
import { randomSynthesizer } from '../inference/random-synthesizer.ts';
import { temporaryFolder } from '../store/support.ts';
import { addSampleImage, sampleProject } from './sample-project.ts';

const quiet = { report: () => {}, signal: new AbortController().signal };
const threads = 1;

async function addSynthesizer(project: Project, name: string, seed: number): Promise<void> {
  const sha256 = await project.files.put(randomSynthesizer(seed), 'onnx');
  const card = { canvas: { width: 96, height: 80 }, styleSize: 8 };
  await registerModel(project, { name, kind: 'synthesizer', sha256, card });
}

/** Predicted masks of three photographs, two of them annotated too; the first was accepted, the last rejected. */
async function reviewedProject(): Promise<Project> {
  const { project } = await sampleProject(join(await temporaryFolder(), 'eyes'));
  onTestFinished(() => project.close());
  await addSynthesizer(project, 'gan', 1);
  const accepted = await addSampleImage(project, '06_h', 'train', ['1stHO']);
  await addSampleImage(project, '08_g', 'train', []);
  const rejected = await addSampleImage(project, '10_g', 'train', ['1stHO']);
  await segmentProject(project, { threads }, quiet);
  await review(project, accepted.id, 'accepted');
  await review(project, rejected.id, 'rejected');
  return project;
}

async function sourcesOf(project: Project, masks: MaskChoice, images?: string[]) {
  const made = await synthesizeImages(project, { count: 4, seed: 1, masks, images, threads }, quiet);
  return [...new Set(made.images.map(({ image }) => image))];
}

test('takes the masks that are asked for, never one that was rejected', async () => {
  const project = await reviewedProject();
  expect(await sourcesOf(project, 'best')).toEqual(['06_h', '08_g']);
  expect(await sourcesOf(project, 'annotated')).toEqual(['06_h']);
  expect(await sourcesOf(project, 'reviewed')).toEqual(['06_h']);
  expect(await sourcesOf(project, 'predicted')).toEqual(['06_h', '08_g']);
});

test('takes of an accepted image the mask that was shown, and of another its prediction where these are wanted', async () => {
  const project = await reviewedProject();
  const [image] = await project.db.selectFrom('images').select('id').where('name', '=', '06_h').execute();
  const annotation = await latestMask(project, image!.id, ['annotated', 'edited']);
  const prediction = await latestMask(project, image!.id, ['predicted']);
  const masksOf = async () => new Set((await listSyntheticImages(project)).map(({ maskId }) => maskId));
  await sourcesOf(project, 'reviewed');
  expect(await masksOf()).toEqual(new Set([annotation!.id]));
  await sourcesOf(project, 'predicted', ['06_h']);
  expect(await masksOf()).toEqual(new Set([annotation!.id, prediction!.id]));
});

test('takes only the photographs that are named', async () => {
  const project = await reviewedProject();
  expect(await sourcesOf(project, 'best', ['08_g'])).toEqual(['08_g']);
  await expect(sourcesOf(project, 'annotated', ['08_g'])).rejects.toMatchObject({
    code: 'no-data',
    message: 'The 1 chosen images have no annotated vessel masks',
  });
  await expect(sourcesOf(project, 'best', ['nobody'])).rejects.toMatchObject({ code: 'not-found' });
});

test('makes more like an image: of its mask, class and network, in a style near its own', async () => {
  const project = await reviewedProject();
  await synthesizeImages(project, { count: 2, seed: 3, diagnosis: 'dr', threads }, quiet);
  const [, original] = await listSyntheticImages(project);
  await addSynthesizer(project, 'newer', 2);
  await synthesizeImages(project, { count: 3, seed: 8, like: original!.id, threads }, quiet);
  const alike = (await listSyntheticImages(project)).slice(2);
  expect(alike).toHaveLength(3);
  for (const { maskId, diagnosis, modelId } of alike) {
    expect({ maskId, diagnosis, modelId }).toEqual({
      maskId: original!.maskId,
      diagnosis: 'dr',
      modelId: original!.modelId,
    });
  }
  const distances = alike.map(({ style }) =>
    Math.hypot(...style.map((value, i) => value - original!.style[i]!)),
  );
  // Noise of deviation 0.3 in 8 numbers: 0.85 on average. Two styles drawn by themselves are 4 apart.
  for (const distance of distances) expect(distance).toBeLessThan(1.7);
  for (const distance of distances) expect(distance).toBeGreaterThan(0.1);
  expect(new Set(alike.map(({ seed }) => seed)).size).toBe(3);
  const [image] = alike;
  const again = await recreateImage(project, await getSyntheticImage(project, image!.id), threads);
  expect(Buffer.compare(again, await project.files.read(image!.sha256, 'png'))).toBe(0);
  await expect(
    synthesizeImages(project, { count: 1, seed: 1, like: 99, threads }, quiet),
  ).rejects.toMatchObject({ code: 'not-found' });
});
