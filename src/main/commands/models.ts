import type { BorrowedNetworks } from '../../shared/api/training.ts';
import type { PlacedModel } from '../models/files.ts';
import type { ModelCard } from '../networks/card.ts';
import type { Project } from '../store/project.ts';
import { jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { type CommandResult, execute, withProject } from './terminal/execute.ts';
import { bytes, count, properties, size, table } from './terminal/format.ts';

export function modelsCommand() {
  return leafCommand(
    'models',
    'List the networks of a project, choose the current one, or copy all of them in',
    [
      'models eyes',
      'models eyes --use unet-2',
      'models eyes --self-contained',
      'models export eyes unet networks',
    ],
  )
    .addCommand(exportModelCommand())
    .argument('<project>', 'folder of the project')
    .option('--use <name>', 'make this network the one that is used where none is named')
    .option('--self-contained', 'copy in what the project reads from the program, to take it elsewhere')
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, options) =>
      execute(options, () =>
        withProject(dir, async (project) => {
          if (options.use !== undefined) await choose(project, options.use);
          return options.selfContained ? selfContained(project) : list(project);
        }),
      ),
    );
}

async function list(project: Project): Promise<CommandResult> {
  const { borrowedNetworks, listPlacedModels } = await import('../models/files.ts');
  const models = await listPlacedModels(project);
  const text = [await modelsText(models), ...borrowedText(await borrowedNetworks(project))];
  return { document: { models }, text: text.join('\n') };
}

function borrowedText({ files, bytes: size }: BorrowedNetworks): string[] {
  if (files === 0) return [];
  return [
    `${count(files, 'file')} (${bytes(size)}) are read from the program: --self-contained copies them in`,
  ];
}

async function selfContained(project: Project): Promise<CommandResult> {
  const { listPlacedModels, makeSelfContained } = await import('../models/files.ts');
  const added = await makeSelfContained(project);
  const { files, missing } = added;
  const done =
    files > 0
      ? `Copied ${count(files, 'file')} (${bytes(added.bytes)}) into ${project.dir}`
      : 'Nothing to copy: the project reads no network from the program';
  return {
    document: { models: await listPlacedModels(project), added },
    text: done,
    ...(missing.length > 0 && {
      incomplete: `${missing.join(', ')}: neither in the project nor in the program`,
    }),
  };
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

async function modelsText(models: readonly PlacedModel[]): Promise<string> {
  const { modelCardSchema } = await import('../networks/card.ts');
  const cards = models.map(({ card }) => modelCardSchema.safeParse(card).data);
  if (models.length === 0) return 'No networks yet. Next: fundus train segmenter PROJECT';
  const titles = ['kind', 'name', 'current', 'makes', 'network', 'trained on', 'made', 'file', 'sha256'];
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
      model.place,
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
