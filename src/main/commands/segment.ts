import type { SegmentationResult } from '../../shared/jobs/results.ts';
import { jsonOption, leafCommand, threadsOption, verboseOption } from './terminal/command.ts';
import { execute, withProjectJob } from './terminal/execute.ts';
import { count, percent } from './terminal/format.ts';
import { sections, table } from './terminal/table.ts';

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
    `Segmented ${count(images.length, 'photograph')} with ${model} in ${seconds.toFixed(1)} s`,
  );
}
