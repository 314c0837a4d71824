import type { ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { execute, withProject } from './terminal/execute.ts';
import { properties, table } from './terminal/table.ts';

export function modelsCommand() {
  return leafCommand('models', 'List the networks of a project, or choose the current one', [
    'models eyes',
    'models eyes --use unet-2',
    'models export eyes unet networks',
  ])
    .addCommand(exportModelCommand())
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

function exportModelCommand() {
  return leafCommand('export', 'Write a network as an ONNX file, with its card beside it', [
    'models export eyes unet networks',
  ])
    .argument('<project>', 'folder of the project')
    .argument('<name>', 'the network, see "fundus models"')
    .argument('<dir>', 'folder to write NAME.onnx and NAME.json to; made where it is missing')
    .option('--overwrite', 'replace files of these names')
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, name, out, options) =>
      execute(options, () =>
        withProject(dir, async (project) => {
          const { exportModel } = await import('../jobs/export-model.ts');
          const files = await exportModel(project, name, out, options);
          return {
            document: files,
            text: properties([
              ['network', files.network],
              ['card', files.card],
            ]),
          };
        }),
      ),
    );
}

async function choose(project: Project, name: string): Promise<void> {
  const { requireModel, setCurrentModel } = await import('../store/models.ts');
  const { id } = await requireModel(project, name);
  await setCurrentModel(project, id);
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
