import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { spreadOf } from '../src/main/benchmark/protocol.ts';
import { importPaths } from '../src/main/dataset/import/import.ts';
import { createProject } from '../src/main/store/project.ts';
import type { Figure, Measurement } from './figure.ts';

const warmUps = 1;
const runs = 5;
const targetImagesPerSecond = 2;
const targetMemory = 1.5e9;

const runSchema = z.object({
  images: z.number().positive(),
  sizes: z.array(z.string()),
  seconds: z.number().positive(),
  /** The largest resident set of the process, in bytes. */
  peakMemory: z.number().positive(),
});
type ImportRun = z.infer<typeof runSchema>;

/** Importing HRF with masks and thumbnails into a new project, each time in a process of its own. */
export const importing: Figure = {
  name: 'import',
  measure: async ({ hrf }) =>
    hrf === undefined
      ? [{ figure: 'import of HRF', notRun: 'needs the HRF data set: --hrf DIR' }]
      : benchmarkImport(hrf),
};

/** @param hrf folder of the HRF data set, with `images/`, `manual1/` and `mask/` */
export async function benchmarkImport(hrf: string): Promise<Measurement[]> {
  const results: ImportRun[] = [];
  for (let run = -warmUps; run < runs; run++) {
    const result = await importInProcess(hrf);
    if (run >= 0) results.push(result);
  }
  const rates = spreadOf(results.map(({ images, seconds }) => images / seconds));
  const peak = Math.max(...results.map(({ peakMemory }) => peakMemory));
  const { images, sizes } = results[0]!;
  const conditions =
    `${images} HRF images of ${sizes.join(', ')} with annotations, FOV masks and thumbnails, ` +
    `${availableParallelism()} cores, ${runs} processes after ${warmUps}, files in the page cache`;
  return [
    {
      figure: 'import of HRF',
      value: `${rates.median.toFixed(1)} images/s`,
      numbers: { ...rates },
      target: `>= ${targetImagesPerSecond} images/s`,
      reached: rates.median >= targetImagesPerSecond,
      conditions: `median, quartiles ${rates.q1.toFixed(1)}-${rates.q3.toFixed(1)}; ${conditions}`,
    },
    {
      figure: 'peak memory of importing HRF',
      value: `${(peak / 1e9).toFixed(2)} GB`,
      numbers: { bytes: peak },
      target: `< ${targetMemory / 1e9} GB`,
      reached: peak < targetMemory,
      conditions: `largest resident set; ${conditions}`,
    },
  ];
}

async function importInProcess(hrf: string): Promise<ImportRun> {
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, '--once', hrf]);
  return runSchema.parse(JSON.parse(stdout));
}

async function importOnce(hrf: string): Promise<ImportRun> {
  const folder = await mkdtemp(join(tmpdir(), 'fundus-bench-'));
  const project = createProject(join(folder, 'project'));
  try {
    const start = performance.now();
    const never = { report: () => {}, signal: new AbortController().signal };
    const { taken } = await importPaths(project, [resolve(hrf)], {}, never);
    const seconds = (performance.now() - start) / 1000;
    const sizes = [...new Set(taken.map(({ width, height }) => `${width} x ${height}`))];
    return { images: taken.length, sizes, seconds, peakMemory: process.resourceUsage().maxRSS * 1024 };
  } finally {
    project.close();
    await rm(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const [first, second] = process.argv.slice(2);
  if (first === '--once' && second !== undefined) console.log(JSON.stringify(await importOnce(second)));
  else if (first !== undefined) console.log(JSON.stringify(await benchmarkImport(first), null, 2));
  else {
    console.error('Usage: node benchmarks/import.ts HRF_FOLDER');
    process.exitCode = 2;
  }
}
