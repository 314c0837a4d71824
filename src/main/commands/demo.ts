import type { DemoResult } from '../demo/run-demo.ts';
import { evaluationText } from './segment.ts';
import { integer, jsonOption, leafCommand, threadsOption, verboseOption } from './terminal/command.ts';
import { execute } from './terminal/execute.ts';
import { duration, properties, sections, table } from './terminal/format.ts';

export function demoCommand() {
  return leafCommand('demo', 'See the whole pipeline at work on the sample that comes along', [
    'demo',
    'demo --out /tmp/fundus-demo --seed 7',
  ])
    .option('--out <dir>', 'folder to write; what an earlier demo left there is replaced', 'demo')
    .option('--seed <n>', 'seed of the synthetic images', integer(0), 1)
    .addOption(threadsOption)
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action(({ json, verbose, out, ...options }) =>
      execute({ json, verbose }, async (context) => {
        const { runDemo } = await import('../demo/run-demo.ts');
        const result = await runDemo(out, options, context);
        return { document: result, text: demoText(result) };
      }),
    );
}

function demoText({ project, steps, evaluation, export: exported, overview }: DemoResult): string {
  const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  return sections(
    table(
      [{ title: 'step' }, { title: 'images', align: 'right' }, { title: 'seconds', align: 'right' }],
      steps.map(({ step, images, seconds }) => [step, String(images), seconds.toFixed(1)]),
    ),
    evaluationText(evaluation),
    properties([
      ['time', duration(total * 1000)],
      ['project', project],
      ['data set', exported.folder],
      ['overview', overview],
    ]),
  );
}
