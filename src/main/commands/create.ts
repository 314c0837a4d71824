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
        const project = createProject(dir, options.name);
        project.close();
        const next = `Made the project ${project.dir}\nNext: fundus import ${dir} PATH...`;
        return { document: { project: project.dir }, text: next };
      }),
    );
}
