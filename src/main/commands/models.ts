import type { ModelCard } from '../networks/card.ts';
import type { ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { execute, withProject } from './terminal/execute.ts';
import { size } from './terminal/format.ts';
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
          const { modelCardSchema } = await import('../networks/card.ts');
          const cards = models.map(({ card }) => modelCardSchema.safeParse(card).data);
          return { document: { models }, text: modelsText(models, cards) };
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
          const { exportModel } = await import('../models/export.ts');
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

function modelsText(models: readonly ModelRow[], cards: readonly (ModelCard | undefined)[]): string {
  if (models.length === 0) return 'No networks yet. Next: fundus train segmenter PROJECT';
  const titles = ['kind', 'name', 'current', 'makes', 'network', 'trained on', 'made', 'sha256'];
  return table(
    titles.map((title) => ({ title })),
    models.map((model, i) => [
      model.kind,
      model.name,
      model.isCurrent ? 'yes' : '',
      describePictures(cards[i]),
      describeNetwork(cards[i]),
      describeData(cards[i]),
      model.createdAt.slice(0, 10),
      model.sha256.slice(0, 12),
    ]),
  );
}

/** The size of what a synthesizer makes. */
const describePictures = (card: ModelCard | undefined) =>
  card?.kind === 'synthesizer' ? `${size(card.canvas)} px` : '';

function describeNetwork(card: ModelCard | undefined): string {
  if (!card) return '–';
  const { name, width, weights } = card.architecture;
  const precision = card.quantization?.precision ?? 'fp32';
  return `${name}, width ${width}, ${Math.round(weights / 1000)} k weights, ${precision}`;
}

function describeData(card: ModelCard | undefined): string {
  return card?.data.map(({ dataset, images }) => `${images.length} ${dataset}`).join(', ') ?? '–';
}
