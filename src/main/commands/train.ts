import { basename } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import {
  presetNames,
  segmenterSettingsSchema,
  synthesizerSettingsSchema,
} from '../../shared/api/training.ts';
import type { TrainingResult } from '../../shared/jobs/results.ts';
import type { JobContext } from '../../shared/progress.ts';
import { shellWord } from '../../shared/quoting.ts';
import type { Settings } from '../../shared/setting.ts';
import { trainingSettings } from '../../shared/training-settings.ts';
import type { BundleResult } from '../jobs/train/bundle.ts';
import type { PreparedTraining } from '../jobs/train/run.ts';
import type { Project } from '../store/project.ts';
import { presets } from '../training/segmenter/options.ts';
import { synthesizerPresets } from '../training/synthesizer/options.ts';
import { commandGroup, jsonOption, leafCommand, threadsOption, verboseOption } from './terminal/command.ts';
import { execute, type OutputOptions, withProject, withProjectJob } from './terminal/execute.ts';
import { duration, bytes as fileSize, properties } from './terminal/format.ts';
import { addSettings } from './terminal/settings.ts';

export function trainCommand() {
  return commandGroup('train', 'Train a network on the annotated photographs')
    .addCommand(segmenterCommand())
    .addCommand(synthesizerCommand());
}

/** A resumed training has all its options from the run. */
const resumeOption = (settings: Settings) =>
  new Option('--resume', 'go on with the training that was stopped last, with its own options').conflicts([
    'preset',
    ...Object.keys(settings),
    'threads',
    'bundle',
  ]);

const bundleOption = new Option(
  '--bundle <file>',
  'do not train: write the training, with the photographs, as one file for another machine',
).conflicts('backend');

function segmenterCommand() {
  const command = leafCommand(
    'segmenter',
    'Train a U-Net that finds vessels, on the images of the training split',
    [
      'train segmenter eyes',
      'train segmenter eyes --preset quick --seed 7 --name unet-quick',
      'train segmenter eyes --resume',
    ],
  )
    .argument('<project>', 'folder of the project')
    .addOption(
      new Option('--preset <preset>', 'about 10 or 30 minutes on two cores')
        .choices(presetNames.segmenter)
        .default('standard' as const),
    );
  return addSettings(command, trainingSettings.segmenter, presets)
    .addOption(resumeOption(trainingSettings.segmenter))
    .addOption(bundleOption)
    .addOption(threadsOption)
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, { json, verbose, resume, bundle, threads, ...given }) => {
      const request = resume ? { resume } : { ...segmenterSettingsSchema.parse(given), threads };
      if (bundle !== undefined) {
        return executeBundle(dir, { json, verbose }, bundle, async (project, ctx) => {
          const { prepareSegmenter, segmenterOptionsOf } = await import('../jobs/train/segmenter.ts');
          return prepareSegmenter(project, segmenterOptionsOf(request), ctx);
        });
      }
      return executeTraining(dir, { json, verbose }, 'train-segmenter', request, async (project, ctx) => {
        const { trainSegmenter } = await import('../jobs/train/segmenter.ts');
        return trainSegmenter(project, request, ctx);
      });
    });
}

function synthesizerCommand() {
  const command = leafCommand(
    'synthesizer',
    'Train a GAN that makes photographs from vessel masks, on the images of the training split',
    [
      'train synthesizer eyes',
      'train synthesizer eyes --preset quick --seed 7 --name gan-quick',
      'train synthesizer eyes --resume',
    ],
  )
    .argument('<project>', 'folder of the project')
    .addOption(
      new Option(
        '--preset <preset>',
        'about half an hour or three hours on two cores; full and large (1024 pixels): for a GPU',
      )
        .choices(presetNames.synthesizer)
        .default('standard' as const),
    );
  return addSettings(command, trainingSettings.synthesizer, synthesizerPresets)
    .addOption(resumeOption(trainingSettings.synthesizer))
    .addOption(bundleOption)
    .addOption(threadsOption)
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, { json, verbose, resume, bundle, threads, ...given }) => {
      const request = resume ? { resume } : { ...synthesizerSettingsSchema.parse(given), threads };
      if (bundle !== undefined) {
        return executeBundle(dir, { json, verbose }, bundle, async (project, ctx) => {
          const { prepareSynthesizer, synthesizerOptionsOf } = await import('../jobs/train/synthesizer.ts');
          return prepareSynthesizer(project, synthesizerOptionsOf(request), ctx);
        });
      }
      return executeTraining(dir, { json, verbose }, 'train-synthesizer', request, async (project, ctx) => {
        const { trainSynthesizer } = await import('../jobs/train/synthesizer.ts');
        return trainSynthesizer(project, request, ctx);
      });
    });
}

/** Trains as a job of the project that remembers the request. */
function executeTraining(
  dir: string,
  output: OutputOptions,
  kind: 'train-segmenter' | 'train-synthesizer',
  request: unknown,
  train: (project: Project, ctx: JobContext) => Promise<TrainingResult>,
): Promise<void> {
  return execute(output, async (context) => {
    const result = await withProjectJob(dir, { kind, options: request }, context, train);
    return { document: result, text: trainingText(result) };
  });
}

/** Writes the training for another machine; nothing changes in the project. */
function executeBundle(
  dir: string,
  output: OutputOptions,
  file: string,
  prepare: (project: Project, ctx: JobContext) => Promise<PreparedTraining>,
): Promise<void> {
  return execute(output, async (context) => {
    const { bundleTraining } = await import('../jobs/train/bundle.ts');
    const result = await withProject(dir, (project) => bundleTraining(project, file, prepare, context));
    return { document: result, text: bundleText(dir, result) };
  });
}

function bundleText(dir: string, { file, runner, bytes, steps, kind, note }: BundleResult): string {
  return `Wrote ${steps} steps of training a ${kind}: ${file} (${fileSize(bytes)})
${note === undefined ? '' : `\nNote: ${note}\n`}
It holds the photographs of the training split. Take it only where they may go, and remove it there afterwards.
Copy it to a machine with a GPU, and beside it the program that runs it:
  ${runner}
There, with Python, PyTorch, onnx and numpy:
  $ python3 ${basename(runner)} ${shellWord(basename(file))} output
Back here, with what came of it:
  $ fundus import-run ${shellWord(dir)} output/result.zip`;
}

/** What a training of either network came to. */
export function trainingText({ model, steps, bestStep, seconds, note }: TrainingResult): string {
  return properties([
    ['model', `${model.name} (${model.sha256.slice(0, 12)}), now the current ${model.kind}`],
    ['steps', bestStep === steps ? String(steps) : `${steps}, the best state after ${bestStep}`],
    ['time', duration(1000 * seconds)],
    ...(note === undefined ? [] : [['note', note] as const]),
  ]);
}

export function importRunCommand() {
  return leafCommand('import-run', 'Take home a network that another machine trained from a bundle', [
    'import-run eyes output/result.zip',
  ])
    .argument('<project>', 'folder of the project that the bundle was written from')
    .argument('<file>', 'result.zip of run-bundle.py')
    .option('--allow-partial', 'also of a training that was stopped before its last step')
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, file, { json, verbose, allowPartial = false }) =>
      execute({ json, verbose }, async (context) => {
        const job = { kind: 'import-run', options: { file, allowPartial } } as const;
        const result: TrainingResult = await withProjectJob(dir, job, context, async (project, ctx) => {
          const { importRun } = await import('../jobs/train/import-run.ts');
          return importRun(project, file, { allowPartial }, ctx);
        });
        return { document: result, text: trainingText(result) };
      }),
    );
}
