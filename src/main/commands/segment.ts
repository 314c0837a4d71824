import { Option } from '@commander-js/extra-typings';
import { splitNames, splits } from '../../shared/domain.ts';
import type { EvaluationReport, SegmentationResult } from '../../shared/jobs/results.ts';
import type { SegmenterScores } from '../evaluation/segmenter-evaluation.ts';
import {
  commandGroup,
  integer,
  jsonOption,
  leafCommand,
  threadsOption,
  verboseOption,
} from './terminal/command.ts';
import { execute, withProjectJob } from './terminal/execute.ts';
import { count, percent, score, sections, size, table } from './terminal/format.ts';

export function segmentCommand() {
  return leafCommand('segment', 'Extract a vessel mask from every photograph', [
    'segment eyes',
    'segment eyes --model unet-2 --image 01_h 02_h',
  ])
    .argument('<project>', 'folder of the project')
    .option('--model <name>', 'segmenter to use (default: the current one, see "fundus models")')
    .option('--image <names...>', 'only these photographs')
    .addOption(threadsOption)
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, { json, verbose, image, ...given }) =>
      execute({ json, verbose }, async (context) => {
        const options = { ...given, ...(image !== undefined && { images: image }) };
        const { segmentProject } = await import('../jobs/segment.ts');
        const report = await withProjectJob(dir, { kind: 'segment', options }, context, (project, ctx) =>
          segmentProject(project, options, ctx),
        );
        return { document: report, text: segmentText(report) };
      }),
    );
}

function segmentText({ model, images }: SegmentationResult): string {
  const seconds = images.reduce((sum, image) => sum + image.seconds, 0);
  return sections(
    table(
      [{ title: 'image' }, { title: 'vessels', align: 'right' }, { title: 'seconds', align: 'right' }],
      images.map((image) => [image.image, percent(image.vesselShare), image.seconds.toFixed(2)]),
    ),
    `Extracted the vessels of ${count(images.length, 'photograph')} with ${model} in ${seconds.toFixed(1)} s`,
  );
}

export function evaluateCommand() {
  return commandGroup('evaluate', 'Measure a network against annotations').addCommand(segmenterCommand());
}

function segmenterCommand() {
  return leafCommand('segmenter', 'Compare a segmenter with the annotations, inside the field of view', [
    'evaluate segmenter eyes',
    'evaluate segmenter eyes --split train --width 1752',
    'evaluate segmenter eyes --observer 2ndHO --json',
  ])
    .argument('<project>', 'folder of the project')
    .option('--model <name>', 'segmenter to evaluate (default: the current one, see "fundus models")')
    .addOption(new Option('--split <split>', 'images to evaluate (default: test)').choices(splits))
    .addOption(new Option('--image <names...>', 'these images instead of a split').conflicts('split'))
    .option(
      '--observer <name>',
      'whose annotation is the truth (default: the newest edited mask, or the first observer)',
    )
    .option('--width <pixels>', 'reduce wider images to this width first', integer(64, 20_000))
    .option('--record', "note the result in the model's card")
    .addOption(threadsOption)
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, { json, verbose, image, record, ...given }) =>
      execute({ json, verbose }, async (context) => {
        const options = { ...given, ...(image !== undefined && { images: image }) };
        const { evaluateProject, recordEvaluation } = await import('../jobs/evaluate.ts');
        const job = { kind: 'evaluate-segmenter', options } as const;
        const report = await withProjectJob(dir, job, context, async (project, ctx) => {
          const evaluated = await evaluateProject(project, options, ctx);
          if (record) await recordEvaluation(project, evaluated);
          return evaluated;
        });
        return { document: report, text: evaluationText(report) };
      }),
    );
}

const scoreColumns = ['F1', 'AUC', 'sensitivity', 'specificity', 'accuracy'];

/** The table of an evaluation, and what its figures mean. */
export function evaluationText(report: EvaluationReport): string {
  const { images, summary, model, split, threshold } = report;
  const rows = images.map((image) => [image.image, size(image), ...scoreCells(image)]);
  const observers = [...new Set(images.map(({ observer }) => observer))].filter((name) => name !== null);
  const truth = observers.length > 0 ? ` against ${observers.join(', ')}` : '';
  return sections(
    table(
      [
        { title: 'image' },
        { title: 'pixels' },
        ...scoreColumns.map((title) => ({ title, align: 'right' as const })),
      ],
      [...rows, ['mean (AUC: pooled)', '', ...scoreCells(summary)]],
    ),
    `${model} on ${count(images.length, 'image')}${split ? ` of the ${splitNames[split]} split` : ''}${truth}, ` +
      `inside the field of view, at the threshold ${threshold.toFixed(3)} (best on its training images)`,
  );
}

function scoreCells({ f1, auc, sensitivity, specificity, accuracy }: SegmenterScores): string[] {
  return [f1, auc, sensitivity, specificity, accuracy].map(score);
}
