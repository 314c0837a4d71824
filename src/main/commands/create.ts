import { jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { execute } from './terminal/execute.ts';

export function createCommand() {
  return leafCommand('create', 'Make an empty project in a folder', [
    'create eyes',
    'create studies/2026 --name "Diabetes clinic 2026"',
  ])
    .argument('<dir>', 'folder of the new project; created where it is missing')
    .option('--name <name>', 'name of the project (default: the name of the folder)')
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, options) =>
      execute(options, async () => {
        const { createProject } = await import('../store/project.ts');
        const { addShippedModels } = await import('../models/shipped.ts');
        const project = createProject(dir, options.name);
        try {
          const models = (await addShippedModels(project)).map(({ kind, name }) => ({ kind, name }));
          return { document: { project: project.dir, models }, text: createdText(dir, project.dir, models) };
        } finally {
          project.close();
        }
      }),
    );
}

function createdText(
  dir: string,
  project: string,
  models: readonly { kind: string; name: string }[],
): string {
  const networks = [...Map.groupBy(models, ({ kind }) => kind)].map(
    ([kind, own]) => `  ${kind}: ${own.map(({ name }) => name).join(', ')}`,
  );
  return [
    `Made the project ${project}`,
    ...(networks.length === 0 ? [] : ['Networks that came along:', ...networks]),
    `Next: fundus import ${dir} PATH...`,
  ].join('\n');
}
