import { basename } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { backends } from '../../shared/api/benchmark.ts';
import type { TrainingResult } from '../../shared/jobs/results.ts';
import type { JobContext } from '../../shared/progress.ts';
import { shellWord } from '../../shared/shell-word.ts';
import type { BundleResult } from '../jobs/train/bundle.ts';
import type { PreparedTraining } from '../jobs/train/run.ts';
import type { Project } from '../store/project.ts';
import {
  commandGroup,
  integer,
  jsonOption,
  leafCommand,
  number,
  threadsOption,
  verboseOption,
} from './terminal/command.ts';
import { execute, type OutputOptions, withProject, withProjectJob } from './terminal/execute.ts';
import { duration, bytes as fileSize } from './terminal/format.ts';
import { properties } from './terminal/table.ts';

export function trainCommand() {
  return commandGroup('train', 'Train a network on the annotated photographs')
    .addCommand(segmenterCommand())
    .addCommand(synthesizerCommand());
}

/** A resumed training has all its options from the run. */
const resumeOption = new Option(
  '--resume',
  'go on with the training that was stopped last, with its own options',
).conflicts([
  ...['preset', 'name', 'width', 'levels', 'steps', 'crop', 'batch', 'learningRate', 'schedule', 'seed'],
  ...['fovDiameter', 'colourJitter', 'scaleJitter', 'validation', 'canvasWidth', 'canvasHeight'],
  ...['discriminatorWidth', 'segmenter', 'backend', 'threads', 'bundle'],
]);

const bundleOption = new Option(
  '--bundle <file>',
  'do not train: write the training, with the photographs, as one file for another machine',
).conflicts('backend');

const presetChoices = ['quick', 'standard'] as const;
const backendOption = new Option(
  '--backend <backend>',
  'what computes the steps; "fundus doctor" says which there are (default: onnxruntime)',
).choices(backends);
const scheduleChoices = ['one-cycle', 'cosine', 'linear-decay'] as const;

function segmenterCommand() {
  return leafCommand('segmenter', 'Train a U-Net that finds vessels, on the images of the training split', [
    'train segmenter eyes',
    'train segmenter eyes --preset quick --seed 7 --name unet-quick',
    'train segmenter eyes --resume',
  ])
    .argument('<project>', 'folder of the project')
    .addOption(
      new Option('--preset <preset>', 'about 10 or 30 minutes on two cores')
        .choices(presetChoices)
        .default('standard' as const),
    )
    .option('--name <name>', 'name of the model (default: unet)')
    .option('--width <n>', 'channels of the first level', integer(1, 256))
    .option('--levels <n>', 'resolutions', integer(2, 4))
    .option('--steps <n>', 'training steps', integer(1))
    .option('--crop <pixels>', 'side of the crops', integer(16, 2048))
    .option('--batch <n>', 'crops of one step', integer(1, 256))
    .option('--learning-rate <rate>', 'peak of the schedule', number(1e-7, 1))
    .addOption(new Option('--schedule <schedule>', 'of the learning rate').choices(scheduleChoices))
    .option('--seed <n>', 'of everything that is drawn at random', integer(0, 2 ** 32 - 1))
    .option(
      '--fov-diameter <pixels>',
      'scale: what a field of view of 60 degrees is brought to',
      number(64, 8192),
    )
    .option('--colour-jitter <share>', 'range of random gains and shifts', number(0, 1))
    .option('--scale-jitter <share>', 'range of random magnifications', number(0, 1))
    .option('--validation <n>', 'training images to hold out where the split val is empty', integer(0))
    .addOption(resumeOption)
    .addOption(bundleOption)
    .addOption(backendOption)
    .addOption(threadsOption)
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, { json, verbose, resume, bundle, ...given }) => {
      const request = resume ? { resume } : given;
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
  return leafCommand(
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
        .choices([...presetChoices, 'full', 'large'] as const)
        .default('standard' as const),
    )
    .option('--name <name>', 'name of the model (default: synthesizer)')
    .option('--width <n>', 'channels of the generator at full resolution', integer(1, 128))
    .option('--levels <n>', 'resolutions of the generator', integer(5, 7))
    .option('--discriminator-width <n>', 'channels of the first layer of the discriminators', integer(4, 256))
    .option(
      '--crop <pixels>',
      'side of the windows that the finest discriminator looks at',
      integer(32, 1024),
    )
    .option('--segmenter <name>', 'the model that must find the vessels again; nearest (in scale) or none')
    .option('--steps <n>', 'training steps', integer(1))
    .option('--batch <n>', 'photographs of one step, an even number', integer(2, 64))
    .option('--learning-rate <rate>', 'peak of the schedule', number(1e-7, 1))
    .addOption(new Option('--schedule <schedule>', 'of the learning rate').choices(scheduleChoices))
    .option('--seed <n>', 'of everything that is drawn at random', integer(0, 2 ** 32 - 1))
    .option(
      '--canvas-width <pixels>',
      'width of the pictures, a multiple of 2^(levels - 1)',
      integer(64, 4096),
    )
    .option(
      '--canvas-height <pixels>',
      'height of the pictures, a multiple of 2^(levels - 1)',
      integer(64, 4096),
    )
    .addOption(resumeOption)
    .addOption(bundleOption)
    .addOption(backendOption)
    .addOption(threadsOption)
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, { json, verbose, resume, bundle, ...given }) => {
      const request = resume ? { resume } : given;
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
