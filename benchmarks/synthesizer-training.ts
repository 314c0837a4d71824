import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { importPaths } from '../src/main/dataset/import/import.ts';
import { trainSynthesizer } from '../src/main/jobs/train/synthesizer.ts';
import { createProject } from '../src/main/store/project.ts';
import { synthesizerPresets } from '../src/main/training/synthesizer/options.ts';
import { type Figure, quiet } from './figure.ts';

const sampleFolder = resolve(import.meta.dirname, '../resources/sample');
const preset = 'standard';
const steps = 12;
const targetMemory = 4e9;
const answerSchema = z.object({ secondsPerStep: z.number(), peakMemory: z.number() });

/** A few steps of the larger preset on the sample, in a process of their own. */
export const synthesizerTraining: Figure = {
  name: 'synthesizer-training',
  measure: async ({ threads }) => {
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, String(threads)]);
    const { secondsPerStep, peakMemory } = answerSchema.parse(JSON.parse(stdout));
    const { width, batch, canvasWidth, canvasHeight } = synthesizerPresets[preset];
    return [
      {
        figure: 'peak memory of training the synthesizer',
        value: `${(peakMemory / 1e9).toFixed(2)} GB`,
        numbers: { bytes: peakMemory, secondsPerStep },
        target: `< ${targetMemory / 1e9} GB`,
        reached: peakMemory < targetMemory,
        conditions: `largest resident set in ${steps} steps of ${batch} pictures of ${canvasWidth} x ${canvasHeight}, width ${width}, ${threads} threads, ${secondsPerStep.toFixed(2)} s a step`,
      },
    ];
  },
};

async function trainBriefly(threads: number) {
  const folder = await mkdtemp(join(tmpdir(), 'fundus-bench-'));
  const project = createProject(join(folder, 'project'));
  try {
    await importPaths(project, [sampleFolder], { split: 'train' }, quiet);
    const { seconds } = await trainSynthesizer(project, { preset, steps, threads }, quiet);
    return { secondsPerStep: seconds / steps, peakMemory: process.resourceUsage().maxRSS * 1024 };
  } finally {
    project.close();
    await rm(folder, { recursive: true });
  }
}

if (import.meta.main) console.log(JSON.stringify(await trainBriefly(Number(process.argv[2]))));
