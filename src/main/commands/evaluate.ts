import { Option } from '@commander-js/extra-typings';
import { splits } from '../../shared/domain.ts';
import type { EvaluationReport } from '../../shared/jobs/results.ts';
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
import { count, score, size } from './terminal/format.ts';
import { sections, table } from './terminal/table.ts';

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
    `${model} on ${count(images.length, 'image')}${split ? ` of the ${split} split` : ''}${truth}, ` +
      `inside the field of view, at the threshold ${threshold.toFixed(3)} (best on its training images)`,
  );
}

function scoreCells({ f1, auc, sensitivity, specificity, accuracy }: SegmenterScores): string[] {
  return [f1, auc, sensitivity, specificity, accuracy].map(score);
}
