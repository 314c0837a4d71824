import {
  diagnoses,
  diagnosisNames,
  type MaskOrigin,
  type ModelKind,
  maskOrigins,
  modelKinds,
  splitNames,
} from '../../shared/domain.ts';
import type { ProjectSummary } from '../store/project-summary.ts';
import { jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { execute, withProject } from './terminal/execute.ts';
import { properties, sections, size, table } from './terminal/format.ts';

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

export function infoCommand() {
  return leafCommand('info', 'Show what a project holds', ['info eyes', 'info eyes --json'])
    .argument('<project>', 'folder of the project')
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, options) =>
      execute(options, () =>
        withProject(dir, async (project) => {
          const { summarizeProject } = await import('../store/project-summary.ts');
          const summary = await summarizeProject(project);
          return { document: summary, text: sections(overview(summary), imageTable(summary)) };
        }),
      ),
    );
}

function overview(summary: ProjectSummary): string {
  const { images, models, syntheticImages, lastJob } = summary;
  const { byClass } = syntheticImages;
  const classes = diagnoses.filter((diagnosis) => byClass[diagnosis] > 0);
  const kinds = classes.map((diagnosis) => `${diagnosisNames[diagnosis]} ${byClass[diagnosis]}`).join(', ');
  const current = (kind: ModelKind) => models.find((model) => model.kind === kind && model.isCurrent)?.name;
  return properties([
    ['project', `${summary.name} (${summary.project})`],
    ['photographs', describeImages(images)],
    ...modelKinds.map((kind) => [kind, current(kind) ?? 'none'] as const),
    ['synthetic images', `${syntheticImages.count}${kinds && ` (${kinds})`}`],
    ...(lastJob ? [['last job', `${lastJob.kind}: ${lastJob.status}`] as const] : []),
  ]);
}

function describeImages(images: ProjectSummary['images']): string {
  if (images.length === 0) return 'none yet; add some with "fundus import"';
  const annotated = images.filter(({ masks }) => masks.annotated > 0).length;
  const predicted = images.filter(({ masks }) => masks.predicted > 0).length;
  return `${images.length}, ${annotated} with an annotation, ${predicted} with extracted vessels`;
}

const originTitles: Record<MaskOrigin, string> = {
  annotated: 'annotated',
  predicted: 'extracted',
  edited: 'edited',
};

function imageTable({ images }: ProjectSummary): string {
  if (images.length === 0) return '';
  return table(
    [
      { title: 'image' },
      { title: 'pixels' },
      { title: 'class' },
      { title: 'split' },
      ...maskOrigins.map((origin) => ({ title: originTitles[origin], align: 'right' as const })),
    ],
    images.map((image) => [
      image.name,
      size(image),
      image.diagnosis ? diagnosisNames[image.diagnosis] : 'no class',
      image.split ? splitNames[image.split] : '–',
      ...maskOrigins.map((origin) => String(image.masks[origin])),
    ]),
  );
}
