import { InvalidArgumentError } from '@commander-js/extra-typings';
import { diagnoses, diagnosisNames, splits } from '../../shared/domain.ts';
import { exportSelectionSchema } from '../../shared/jobs/requests.ts';
import type { ExportResult } from '../../shared/jobs/results.ts';
import { jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { execute, withProjectJob } from './terminal/execute.ts';
import { bytes, count, properties } from './terminal/format.ts';

export function exportCommand() {
  return leafCommand('export', 'Write the synthetic images, their masks and lineage as a data set', [
    'export eyes eyes-synthetic',
    'export eyes eyes-synthetic --split --zip',
    'export eyes eyes-synthetic --kept --tag good --licence CC0-1.0',
  ])
    .argument('<project>', 'folder of the project')
    .argument('<dir>', 'folder to write; it must not exist yet')
    .option('--split', 'divide into the folders train, val and test, by patient')
    .option('--zip', 'also write DIR.zip')
    .option('--kept', 'only images marked as kept (default: all but the discarded ones)')
    .option('--tag <tags...>', 'only images with one of these tags')
    .option(
      '--licence <name>',
      'SPDX identifier or a line of text (default: CC-BY-4.0 where all sources are known to be, else not stated)',
      licence,
    )
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, out, { json, verbose, kept, tag, ...given }) =>
      execute({ json, verbose }, async (context) => {
        const which = kept ? ('kept' as const) : ('not-discarded' as const);
        const options = { ...given, which, ...(tag && { tags: tag }) };
        const { exportDataset } = await import('../dataset/export/export.ts');
        const job = { kind: 'export', options: { dir: out, ...options } } as const;
        const result = await withProjectJob(dir, job, context, (project, ctx) =>
          exportDataset(project, out, options, ctx),
        );
        return { document: result, text: exportText(result) };
      }),
    );
}

function licence(text: string): string {
  const { data } = exportSelectionSchema.shape.licence.safeParse(text);
  if (data !== undefined) return data;
  throw new InvalidArgumentError('Expected one line of at most 200 characters.');
}

function exportText({ folder, zip, files, bytes: size, counts }: ExportResult): string {
  const { byClass, bySplit } = counts;
  const classes = diagnoses.filter((diagnosis) => byClass[diagnosis] > 0);
  return properties([
    ['images', `${counts.images}, each with its mask, from ${count(counts.patients, 'patient')}`],
    ['classes', classes.map((diagnosis) => `${diagnosisNames[diagnosis]} ${byClass[diagnosis]}`).join(', ')],
    ...(bySplit ? [['splits', splits.map((split) => `${split} ${bySplit[split]}`).join(', ')] as const] : []),
    ['folder', `${folder} (${count(files, 'file')}, ${bytes(size)})`],
    ...(zip === null ? [] : [['archive', zip] as const]),
  ]);
}
