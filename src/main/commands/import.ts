import { resolve } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { diagnoses, diagnosisNames, splitNames, splits } from '../../shared/domain.ts';
import type { ImportReport } from '../../shared/jobs/results.ts';
import { pictureFormatNames } from '../../shared/picture-files.ts';
import { layouts } from '../dataset/layouts/layouts.ts';
import { jsonOption, leafCommand, number, verboseOption } from './terminal/command.ts';
import { execute, withProjectJob } from './terminal/execute.ts';
import { count, sections, size, table } from './terminal/format.ts';

const recognised = `
Recognised by themselves, in upper- or lower-case extensions:
${layouts.map(({ name, example }) => `  ${name.padEnd(11)}${example}\n`).join('')}\
Formats: ${pictureFormatNames}, also compressed by gzip.
Of all images the metadata (EXIF, GPS, XMP, comments) is removed; a field of view that is not given is estimated;
pictures that the project has already are left out.`;

export function importCommand() {
  return leafCommand('import', 'Add photographs with their vessel annotations and field-of-view masks', [
    'import eyes ~/HRF',
    'import eyes ~/CHASE_DB1 ~/DRIVE',
    'import eyes clinic/*.png --class dr --field-angle 45',
  ])
    .addHelpText('after', recognised)
    .argument('<project>', 'folder of the project')
    .argument('<paths...>', 'image files, or folders that hold them')
    .addOption(
      new Option('--class <class>', 'class of all images (default: read from names like 01_dr)').choices(
        diagnoses,
      ),
    )
    .addOption(
      new Option('--split <split>', "split of all images (default: the data set's published one)").choices(
        splits,
      ),
    )
    .option(
      '--field-angle <degrees>',
      'field angle of the camera (default: known of the data set)',
      number(10, 200),
    )
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, paths, { json, verbose, class: diagnosis, ...given }) =>
      execute({ json, verbose }, async (context) => {
        const options = { ...given, diagnosis };
        const { importPaths } = await import('../dataset/import/import.ts');
        // To be gone on with from anywhere.
        const job = {
          kind: 'import',
          options: { paths: paths.map((path) => resolve(path)), ...options },
        } as const;
        const report = await withProjectJob(dir, job, context, (project, ctx) =>
          importPaths(project, paths, options, ctx),
        );
        const failed = report.failed.length;
        return {
          document: report,
          text: importText(report),
          ...(failed > 0 && {
            incomplete: `${count(failed, 'file')} could not be imported; the result names them`,
          }),
        };
      }),
    );
}

function importText({ taken, added, leftOut, failed }: ImportReport): string {
  const masks = taken.reduce((sum, image) => sum + image.annotations, 0) + added.length;
  const totals = [
    `Took ${count(taken.length, 'photograph')} and ${count(masks, 'mask')}`,
    ...(leftOut.length > 0 ? [`left out ${count(leftOut.length, 'file')}`] : []),
    ...(failed.length > 0 ? [`could not import ${count(failed.length, 'file')}`] : []),
  ];
  return sections(
    takenTable(taken),
    addedTable(added),
    leftOutTable(leftOut),
    failedTable(failed),
    totals.join(', '),
  );
}

function takenTable(taken: ImportReport['taken']): string {
  if (taken.length === 0) return '';
  const annotated = { title: 'annotations', align: 'right' } as const;
  return table(
    [
      ...['image', 'layout', 'pixels', 'class', 'split'].map((title) => ({ title })),
      annotated,
      { title: 'FOV' },
      { title: 'removed' },
    ],
    taken.map((image) => [
      image.name + (image.note === null ? '' : ` (${image.note})`),
      image.layout,
      size(image),
      image.diagnosis ? diagnosisNames[image.diagnosis] : 'no class',
      image.split ? splitNames[image.split] : '–',
      String(image.annotations),
      image.fov,
      image.stripped.join(', ') || '–',
    ]),
  );
}

function addedTable(added: ImportReport['added']): string {
  if (added.length === 0) return '';
  return table(
    [{ title: 'added mask' }, { title: 'of image' }, { title: 'as' }],
    added.map(({ file, image, role }) => [file, image, role]),
  );
}

function leftOutTable(leftOut: ImportReport['leftOut']): string {
  if (leftOut.length === 0) return '';
  return table(
    [{ title: 'left out' }, { title: 'because' }],
    leftOut.map(({ file, reason }) => [file, reason]),
  );
}

function failedTable(failed: ImportReport['failed']): string {
  if (failed.length === 0) return '';
  return table(
    [{ title: 'not imported' }, { title: 'code' }, { title: 'because' }],
    failed.map(({ file, code, message, hint, image }) => {
      const why = hint === null ? message : `${message} – ${hint}`;
      return [file, code, image === null ? why : `${why} (so ${image} was left out)`];
    }),
  );
}
