import type { TrainingResult } from '../../shared/jobs/results.ts';
import { jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { execute, withProjectJob } from './terminal/execute.ts';
import { trainingText } from './train.ts';

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
