import { Option } from '@commander-js/extra-typings';
import { diagnoses, diagnosisNames } from '../../shared/domain.ts';
import { maskChoices } from '../../shared/jobs/requests.ts';
import type { SynthesisReport } from '../jobs/synthesize/synthesize.ts';
import { integer, jsonOption, leafCommand, threadsOption, verboseOption } from './terminal/command.ts';
import { execute, withProjectJob } from './terminal/execute.ts';
import { count, sections, size, table } from './terminal/format.ts';

export function synthesizeCommand() {
  return leafCommand('synthesize', 'Make new photographs from the vessel masks, which take turns', [
    'synthesize eyes --count 30',
    'synthesize eyes --count 10 --seed 7 --class dr',
    'synthesize eyes --count 12 --styles 4',
    'synthesize eyes --count 10 --style-of 03_h',
  ])
    .argument('<project>', 'folder of the project')
    .requiredOption('--count <n>', 'images to make', integer(1, 1_000_000))
    .option('--seed <n>', 'the same seed makes the same images', integer(0, 2 ** 32 - 1), 1)
    .addOption(
      new Option('--class <class>', "diagnosis to show (default: that of each mask's photograph)").choices(
        diagnoses,
      ),
    )
    .addOption(
      new Option(
        '--masks <which>',
        'masks to use, one a photograph: those that people drew or accepted, else extracted ones (best), or one kind only',
      )
        .choices(maskChoices)
        .default('best' as const),
    )
    .option('--image <names...>', 'only masks of these photographs')
    .option(
      '--styles <n>',
      'images of each mask, each in another style (default: 1, or one for each of --style-of)',
      integer(1, 1000),
    )
    .addOption(
      new Option(
        '--style-of <names...>',
        'borrow the styles of these photographs in turn, instead of drawing them at random',
      ).conflicts(['like']),
    )
    .addOption(
      new Option('--like <id>', 'vary this synthetic image: its mask and class, a style near its own')
        .argParser(integer(1))
        .conflicts(['image']),
    )
    .option(
      '--model <name>',
      'synthesizer to use, which decides how large the images are (default: the current one, see "fundus models")',
    )
    .addOption(threadsOption)
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, { json, verbose, class: diagnosis, image: images, ...given }) =>
      execute({ json, verbose }, async (context) => {
        const options = { ...given, diagnosis, images };
        const { synthesizeImages, synthesisResult } = await import('../jobs/synthesize/synthesize.ts');
        const job = { kind: 'synthesize', options, keep: synthesisResult } as const;
        const report = await withProjectJob(dir, job, context, (project, ctx) =>
          synthesizeImages(project, options, ctx),
        );
        return { document: report, text: synthesisText(report) };
      }),
    );
}

function synthesisText({ model, canvas, images }: SynthesisReport): string {
  const seconds = images.reduce((sum, image) => sum + image.seconds, 0);
  return sections(
    table(
      [
        { title: 'image' },
        { title: 'mask of' },
        { title: 'class' },
        { title: 'seed', align: 'right' },
        { title: 'seconds', align: 'right' },
      ],
      images.map((image) => [
        image.name,
        image.image,
        diagnosisNames[image.diagnosis],
        String(image.seed),
        image.seconds.toFixed(2),
      ]),
    ),
    `Made ${count(images.length, 'image')} of ${size(canvas)} pixels with ${model} in ${seconds.toFixed(1)} s`,
  );
}
