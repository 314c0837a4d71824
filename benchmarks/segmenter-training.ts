import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { importPaths } from '../src/main/dataset/import/import.ts';
import { evaluateProject } from '../src/main/jobs/evaluate.ts';
import { trainSegmenter } from '../src/main/jobs/train/segmenter.ts';
import { listImages } from '../src/main/store/images.ts';
import { createProject, openProject, type Project } from '../src/main/store/project.ts';
import { presets } from '../src/main/training/segmenter/options.ts';
import type { EvaluationReport } from '../src/shared/jobs/results.ts';
import { type Figure, type Measurement, quiet } from './figure.ts';

const evaluationWidth = 1752;
const targetMemory = 4e9;
/** HRF 11-15 of each group are test images of the importer's split, but not of these figures. */
const testNames = /^(0[6-9]|10)_/;

interface Target {
  readonly preset: keyof typeof presets;
  readonly minutes: number;
  readonly f1: number;
  readonly auc?: number;
}
const targets: readonly Target[] = [
  { preset: 'quick', minutes: 10, f1: 0.8 },
  { preset: 'standard', minutes: 30, f1: 0.812, auc: 0.981 },
];

const trainingSchema = z.object({ model: z.string(), seconds: z.number(), peakMemory: z.number() });

/** Training from nothing on HRF 01-05 of each group; takes the best part of an hour. */
export const segmenterTraining: Figure = {
  name: 'segmenter-training',
  measure: async ({ hrf, threads }) => {
    if (hrf === undefined) {
      return [{ figure: 'segmenter trained on HRF', notRun: 'needs the HRF data set: --hrf DIR' }];
    }
    const folder = await mkdtemp(join(tmpdir(), 'fundus-bench-'));
    const project = createProject(join(folder, 'project'));
    try {
      await importPaths(project, [resolve(hrf)], {}, quiet);
      const results: Measurement[] = [];
      for (const target of targets) results.push(...(await measureTarget(project, target, threads)));
      return results;
    } finally {
      project.close();
      await rm(folder, { recursive: true });
    }
  },
};

async function measureTarget(project: Project, target: Target, threads: number): Promise<Measurement[]> {
  const args = [import.meta.filename, project.dir, target.preset, String(threads)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { model, seconds, peakMemory } = trainingSchema.parse(JSON.parse(stdout));
  const names = (await listImages(project)).map(({ name }) => name).filter((name) => testNames.test(name));
  const report = await evaluateProject(
    project,
    { model, images: names, width: evaluationWidth, threads },
    quiet,
  );
  const { width, steps, batch, crop } = presets[target.preset];
  const conditions = `preset ${target.preset}: U-Net of width ${width}, ${steps} steps of ${batch} x ${crop} px, ${threads} threads, trained from nothing on HRF 01-05 of each group`;
  return [
    accuracy(target, seconds, report, conditions),
    {
      figure: `peak memory of training, preset ${target.preset}`,
      value: `${(peakMemory / 1e9).toFixed(2)} GB`,
      numbers: { bytes: peakMemory },
      target: `< ${targetMemory / 1e9} GB`,
      reached: peakMemory < targetMemory,
      conditions: `largest resident set; ${conditions}`,
    },
  ];
}

function accuracy(
  { minutes, f1, auc }: Target,
  seconds: number,
  { summary, images }: EvaluationReport,
  conditions: string,
): Measurement {
  const isWithin = seconds <= 60 * minutes;
  const measuredAuc = summary.auc ?? Number.NaN;
  return {
    figure: `segmenter trained on HRF in ${minutes} minutes`,
    value: `F1 ${summary.f1.toFixed(4)}, AUC ${measuredAuc.toFixed(4)} in ${(seconds / 60).toFixed(1)} min`,
    numbers: { ...summary, auc: measuredAuc, seconds },
    target: `F1 >= ${f1}${auc === undefined ? '' : `, AUC >= ${auc}`} within ${minutes} min`,
    reached: isWithin && summary.f1 >= f1 && measuredAuc >= (auc ?? 0),
    conditions: `${conditions}; mean F1 and pooled AUC inside the field of view of ${images.length} images, 06-10 of each group, at ${evaluationWidth} px width; time with reading the images and choosing the threshold`,
  };
}

async function trainOnce(dir: string, preset: Target['preset'], threads: number) {
  const start = performance.now();
  const project = openProject(dir);
  try {
    const { model } = await trainSegmenter(project, { preset, threads, name: preset }, quiet);
    const seconds = (performance.now() - start) / 1000;
    return { model: model.name, seconds, peakMemory: process.resourceUsage().maxRSS * 1024 };
  } finally {
    project.close();
  }
}

if (import.meta.main) {
  const [dir = '', preset, threads] = process.argv.slice(2);
  console.log(
    JSON.stringify(await trainOnce(dir, preset === 'quick' ? preset : 'standard', Number(threads))),
  );
}
