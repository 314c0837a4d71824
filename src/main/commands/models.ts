import { FundusError } from '../../shared/errors.ts';
import type { ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { execute, withProject } from './terminal/execute.ts';
import { table } from './terminal/table.ts';

export function modelsCommand() {
  return leafCommand('models', 'List the networks of a project, or choose the current one', [
    'models eyes',
    'models eyes --use unet-2',
  ])
    .argument('<project>', 'folder of the project')
    .option('--use <name>', 'make this network the one that is used where none is named')
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, options) =>
      execute(options, () =>
        withProject(dir, async (project) => {
          const { listModels } = await import('../store/models.ts');
          if (options.use !== undefined) await choose(project, options.use);
          const models = await listModels(project);
          return { document: { models }, text: modelsText(models) };
        }),
      ),
    );
}

async function choose(project: Project, name: string): Promise<void> {
  const { findModelByName, setCurrentModel } = await import('../store/models.ts');
  const model = await findModelByName(project, name);
  if (!model) {
    const hint = `"fundus models ${project.dir}" lists those that are there`;
    throw new FundusError('not-found', `The project has no model "${name}"`, { hint });
  }
  await setCurrentModel(project, model.id);
}

function modelsText(models: readonly ModelRow[]): string {
  if (models.length === 0) return 'No networks yet. Next: fundus train segmenter PROJECT';
  return table(
    [{ title: 'kind' }, { title: 'name' }, { title: 'current' }, { title: 'made' }, { title: 'sha256' }],
    models.map((model) => [
      model.kind,
      model.name,
      model.isCurrent ? 'yes' : '',
      model.createdAt.slice(0, 16).replace('T', ' '),
      model.sha256.slice(0, 12),
    ]),
  );
}
