import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FundusError } from '../../shared/errors.ts';
import type { EvaluationReport, ExportResult } from '../../shared/jobs/results.ts';
import type { JobContext } from '../../shared/progress.ts';
import { exportDataset } from '../dataset/export/export.ts';
import { importPaths, sampleFolder } from '../dataset/import/import.ts';
import { evaluateProject } from '../jobs/evaluate.ts';
import { segmentProject } from '../jobs/segment.ts';
import { synthesisResult, synthesizeImages } from '../jobs/synthesize/synthesize.ts';
import { addShippedModels } from '../models/shipped.ts';
import { type RecordedJob, runJob } from '../queue/runner.ts';
import { createProject, type Project } from '../store/project.ts';
import { overviewPng, syntheticPerRow } from './contact-sheet.ts';

export interface DemoStep {
  readonly step: 'import' | 'segment' | 'evaluate' | 'synthesize' | 'export';
  /** Images it worked on. */
  readonly images: number;
  readonly seconds: number;
}

export interface DemoResult {
  readonly project: string;
  readonly steps: readonly DemoStep[];
  readonly evaluation: EvaluationReport;
  readonly export: ExportResult;
  readonly overview: string;
}

/**
 * Shows the whole pipeline on the sample: a project, an exported data set and a contact sheet in one folder.
 * @throws FundusError 'output-exists' when the folder holds something else than an earlier demo; 'cancelled'
 */
export async function runDemo(
  dir: string,
  options: { readonly seed: number; readonly threads?: number },
  context: JobContext,
): Promise<DemoResult> {
  const folder = await prepareDemoFolder(dir);
  const project = createProject(join(folder, 'project'), 'Demo');
  try {
    await addShippedModels(project);
    const results = await runSteps(project, join(folder, 'dataset'), options, context);
    const overview = join(folder, 'overview.png');
    await writeFile(overview, await overviewPng(project));
    return { project: project.dir, ...results, overview };
  } finally {
    project.close();
  }
}

async function runSteps(
  project: Project,
  out: string,
  { seed, ...threads }: { readonly seed: number; readonly threads?: number },
  context: JobContext,
): Promise<Pick<DemoResult, 'steps' | 'evaluation' | 'export'>> {
  const timed = async <Kind extends string, T>(
    job: RecordedJob<Kind, T>,
    work: (ctx: JobContext) => Promise<T>,
  ) => {
    const start = performance.now();
    const result = await runJob(project, job, work, context);
    return { result, seconds: (performance.now() - start) / 1000 };
  };
  const imported = await timed({ kind: 'import', options: {} }, (ctx) =>
    importPaths(project, [sampleFolder], {}, ctx),
  );
  const segmented = await timed({ kind: 'segment', options: {} }, (ctx) =>
    segmentProject(project, threads, ctx),
  );
  const evaluated = await timed({ kind: 'evaluate-segmenter', options: {} }, (ctx) =>
    evaluateProject(project, threads, ctx),
  );
  const count = imported.result.taken.length * syntheticPerRow;
  const synthesized = await timed({ kind: 'synthesize', options: {}, keep: synthesisResult }, (ctx) =>
    synthesizeImages(project, { count, seed, ...threads }, ctx),
  );
  const exported = await timed({ kind: 'export', options: {} }, (ctx) =>
    exportDataset(project, out, {}, ctx),
  );
  const steps: DemoStep[] = [
    { step: 'import', images: imported.result.taken.length, seconds: imported.seconds },
    { step: 'segment', images: segmented.result.images.length, seconds: segmented.seconds },
    { step: 'evaluate', images: evaluated.result.images.length, seconds: evaluated.seconds },
    { step: 'synthesize', images: count, seconds: synthesized.seconds },
    { step: 'export', images: exported.result.counts.images, seconds: exported.seconds },
  ];
  return { steps, evaluation: evaluated.result, export: exported.result };
}

const marker = '.fundus-demo';

/**
 * Makes an empty folder for the demo. What an earlier demo left in it is removed.
 * @returns its absolute path
 * @throws FundusError 'output-exists' when the folder holds anything else
 */
export async function prepareDemoFolder(dir: string): Promise<string> {
  const folder = resolve(dir);
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.length > 0 && !existsSync(join(folder, marker))) {
    throw new FundusError('output-exists', 'The folder is not empty, and not of an earlier demo', {
      file: folder,
      hint: 'choose another with --out',
    });
  }
  await writeFile(join(folder, marker), 'An earlier demo made this folder; the next one empties it.\n');
  for (const name of names) {
    if (name !== marker) await rm(join(folder, name), { recursive: true, force: true });
  }
  return folder;
}
