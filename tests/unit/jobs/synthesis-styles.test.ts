import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { recreateImage, synthesizeImages } from '../../../src/main/jobs/synthesize/synthesize.ts';
import { storeStyleEncoder } from '../../../src/main/models/style-encoder.ts';
import { writeStyleEncoder } from '../../../src/main/networks/files.ts';
import { registerModel } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { listSyntheticImages } from '../../../src/main/store/synthetic.ts';
import { initialValues, namedValues } from '../../../src/main/training/parameters.ts';
import { synthesizerGroups } from '../../../src/main/training/synthesizer/recipe.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { randomSynthesizer } from '../inference/random-synthesizer.ts';
import { temporaryFolder } from '../store/support.ts';
import { addSampleImage, sampleProject } from './sample-project.ts';

const quiet = { report: () => {}, signal: new AbortController().signal };
const threads = 1;
const canvas = { width: 96, height: 80 };

function randomEncoder(): Uint8Array {
  const { generator } = synthesizerGroups({ generator: { width: 2, levels: 5 }, discriminatorWidth: 4 });
  return writeStyleEncoder(namedValues(generator.weights, initialValues(generator.weights, createRandom(2))));
}

/** Two annotated photographs; the current synthesizer has a style encoder, "older" has none. */
async function projectWithEncoder(): Promise<Project> {
  const { project } = await sampleProject(join(await temporaryFolder(), 'eyes'));
  onTestFinished(() => project.close());
  const add = async (name: string, seed: number, extra: object) => {
    const sha256 = await project.files.put(randomSynthesizer(seed), 'onnx');
    const card = { canvas, styleSize: 8, ...extra };
    await registerModel(project, { name, kind: 'synthesizer', sha256, card, runId: null });
  };
  await add('older', 1, {});
  await add('gan', 2, { styleEncoder: await storeStyleEncoder(project, randomEncoder()) });
  await addSampleImage(project, '06_h', 'train', ['1stHO']);
  await addSampleImage(project, '08_g', 'train', ['1stHO']);
  return project;
}

async function make(project: Project, options: Partial<Parameters<typeof synthesizeImages>[1]>) {
  const { images } = await synthesizeImages(project, { count: 4, seed: 5, threads, ...options }, quiet);
  const rows = new Map((await listSyntheticImages(project)).map((row) => [row.name, row]));
  return images.map(({ name, image }) => ({ source: image, row: rows.get(name)! }));
}

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((value, i) => value - b[i]!));

test('makes several styles of one mask before the next mask comes', async () => {
  const project = await projectWithEncoder();
  const made = await make(project, { styles: 2 });
  expect(made.map(({ source }) => source)).toEqual(['06_h', '06_h', '08_g', '08_g']);
  const styles = new Set(made.map(({ row }) => row.style.join()));
  expect(styles.size).toBe(4);
  expect(new Set(made.map(({ row }) => row.sha256)).size).toBe(4);
});

test('borrows the style of a photograph: the same for all images, and kept with each', async () => {
  const project = await projectWithEncoder();
  const made = await make(project, { styleOf: ['08_g'] });
  expect(made.map(({ source }) => source)).toEqual(['06_h', '08_g', '06_h', '08_g']);
  const [{ row: first }] = made as [(typeof made)[number]];
  expect(first.style).toHaveLength(8);
  expect(first.style.some((value) => Math.abs(value) > 1e-4)).toBe(true);
  expect(made.map(({ row }) => row.style)).toEqual(made.map(() => first.style));
  const again = await recreateImage(project, first, threads);
  expect(Buffer.compare(again, await project.files.read(first.sha256, 'png'))).toBe(0);
});

test('shows each mask in each of the borrowed styles, then in styles near them', async () => {
  const project = await projectWithEncoder();
  const [one, other] = (await make(project, { count: 2, styleOf: ['06_h', '08_g'] })).map(
    ({ row }) => row.style,
  ) as [number[], number[]];
  expect(distance(one, other)).toBeGreaterThan(0);
  const made = await make(project, { count: 6, styles: 3, styleOf: ['06_h', '08_g'] });
  expect(made.map(({ source }) => source)).toEqual([...Array(3).fill('06_h'), ...Array(3).fill('08_g')]);
  const styles = made.map(({ row }) => row.style);
  expect([styles[0], styles[1], styles[3], styles[4]]).toEqual([one, other, one, other]);
  for (const near of [styles[2]!, styles[5]!]) {
    expect(distance(near, one)).toBeGreaterThan(0.05);
    expect(distance(near, one)).toBeLessThan(2);
  }
});

test('says why a style cannot be borrowed', async () => {
  const project = await projectWithEncoder();
  await expect(make(project, { styleOf: ['nobody'] })).rejects.toMatchObject({ code: 'not-found' });
  await expect(make(project, { styleOf: ['06_h'], model: 'older' })).rejects.toMatchObject({
    code: 'bad-model',
    message: '"older" cannot read the style of a photograph',
  });
  const [{ row }] = (await make(project, { count: 1 })) as [Awaited<ReturnType<typeof make>>[number]];
  await expect(make(project, { styleOf: ['06_h'], like: row.id })).rejects.toMatchObject({ code: 'usage' });
});
