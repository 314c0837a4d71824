import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { decodeImage } from '../../src/main/imaging/decode.ts';
import { listJobs } from '../../src/main/store/jobs.ts';
import { openProject } from '../../src/main/store/project.ts';
import {
  demoDocument,
  evaluationDocument,
  exportDocument,
  infoDocument,
  segmentDocument,
  synthesisDocument,
} from './documents.ts';
import { fundus, fundusJson, temporaryFolder } from './fundus.ts';
import { requireReadableResults } from './support.ts';

const dir = temporaryFolder();
const out = join(dir, 'demo');
let demo: z.infer<typeof demoDocument>;

beforeAll(async () => {
  demo = await fundusJson(demoDocument, 'demo', '--out', out);
});

describe('the demo', () => {
  test('goes through the whole pipeline', () => {
    expect(demo.steps.map(({ step, images }) => [step, images])).toEqual([
      ['import', 6],
      ['segment', 6],
      ['evaluate', 6],
      ['synthesize', 18],
      ['export', 18],
    ]);
  });

  test('finds the vessels of photographs that the network was not trained on', () => {
    expect(demo.evaluation.split).toBe('test');
    expect(demo.evaluation.summary.f1).toBeGreaterThan(0.75);
    expect(demo.evaluation.summary.auc).toBeGreaterThan(0.97);
  });

  test('writes a contact sheet of six rows that says what it holds', async () => {
    expect(demo.overview).toBe(join(out, 'overview.png'));
    const sheet = await decodeImage(demo.overview);
    expect(sheet.width).toBe(10 + 6 * 310);
    expect(readFileSync(demo.overview, 'latin1')).toContain('SYNTHETIC');
  });

  test('exports images of three classes in pairs with their masks', () => {
    const { folder, counts } = demo.export;
    expect(counts).toMatchObject({ images: 18, masks: 18, byClass: { h: 6, dr: 6, g: 6 } });
    expect(readdirSync(join(folder, 'images'))).toHaveLength(18);
    expect(readdirSync(join(folder, 'masks'))).toHaveLength(18);
    for (const name of ['metadata.csv', 'manifest.json', 'README.md']) {
      expect(existsSync(join(folder, name))).toBe(true);
    }
  });
});

test('each step is a job with a result that the page can read', async () => {
  const project = openProject(demo.project);
  try {
    expect((await listJobs(project)).map(({ kind }) => kind)).toEqual([
      ...['import', 'segment', 'evaluate-segmenter', 'synthesize', 'export'],
    ]);
    await requireReadableResults(project);
  } finally {
    project.close();
  }
});

test('segmenting again stores no second copy of the same mask', async () => {
  const report = await fundusJson(segmentDocument, 'segment', demo.project, '--image', '06_h');
  expect(report.images.map(({ image }) => image)).toEqual(['06_h']);
  const { images } = await fundusJson(infoDocument, 'info', demo.project);
  expect(images.find(({ name }) => name === '06_h')?.masks).toEqual({
    annotated: 1,
    predicted: 1,
    edited: 0,
  });
});

test('evaluating one image by name gives the scores that it had among all', async () => {
  const report = await fundusJson(
    evaluationDocument,
    ...['evaluate', 'segmenter', demo.project, '--image', '06_h'],
  );
  expect(report.split).toBeNull();
  const among = demo.evaluation.images.find(({ image }) => image === '06_h');
  expect(report.images[0]?.f1).toBeCloseTo(among?.f1 ?? 0, 4);
});

test('a seed makes the same images again, another seed others', async () => {
  const make = (seed: string) =>
    fundusJson(
      synthesisDocument,
      'synthesize',
      demo.project,
      '--count',
      '2',
      '--seed',
      seed,
      '--class',
      'dr',
    );
  const names = async (seed: string) => (await make(seed)).images.map(({ name }) => name);
  const first = await names('5');
  expect(first).toHaveLength(2);
  expect(await names('5')).toEqual(first);
  expect(await names('6')).not.toEqual(first);
  const { syntheticImages } = await fundusJson(infoDocument, 'info', demo.project);
  expect(syntheticImages.count).toBe(18 + 4);
});

test('an export divides by patient and packs, and never overwrites', async () => {
  const target = join(dir, 'shared');
  const result = await fundusJson(exportDocument, 'export', demo.project, target, '--split', '--zip');
  expect(result.zip).toBe(`${target}.zip`);
  const { bySplit, images } = result.counts;
  expect((bySplit?.train ?? 0) + (bySplit?.val ?? 0) + (bySplit?.test ?? 0)).toBe(images);

  const again = await fundus(['export', demo.project, target]);
  expect(again.code).toBe(1);
  expect(again.stderr).toMatch(/\nfundus: output-exists: |^fundus: output-exists: /);
});
