import { diagnoses, diagnosisNames, splits } from '../../../shared/domain.ts';
import { ccBy4 } from '../layouts/layout.ts';
import type { Manifest } from './manifest.ts';
import type { ExportItem } from './plan.ts';

/** The data-set card: Markdown, headed by the YAML fields that data-set hubs read. */
export function readme(items: readonly ExportItem[], manifest: Omit<Manifest, 'files'>): string {
  const sections = [
    frontMatter(manifest),
    introduction(manifest),
    contents(items),
    table(
      ['class', ...splitHeads(manifest), 'images'],
      diagnoses.map((diagnosis) => classRow(items, manifest, diagnosis)),
    ),
    models(manifest),
    limits(manifest),
    credits(manifest),
  ];
  return `${sections.join('\n\n')}\n`;
}

function frontMatter({ licence }: Omit<Manifest, 'files'>): string {
  return [
    '---',
    ...licenceFields(licence),
    'pretty_name: Synthetic retinal fundus photographs with vessel masks',
    'task_categories: [image-segmentation, image-classification]',
    'tags: [synthetic, medical, retina, fundus, vessel-segmentation]',
    '---',
  ].join('\n');
}

/** Hubs know SPDX identifiers in lower case, and two words for all else. */
function licenceFields(name: string | null): string[] {
  if (name === null) return ['license: unknown'];
  if (/^[A-Za-z0-9.+-]+$/.test(name)) return [`license: ${name.toLowerCase()}`];
  return ['license: other', `license_name: ${JSON.stringify(name)}`];
}

function introduction({ counts, generator, createdAt }: Omit<Manifest, 'files'>): string {
  return `# Synthetic retinal fundus photographs

Every image in this data set is **synthetic**: a generative network made it from a vessel mask. None is a photograph
of a person, and none may be used for diagnosis. ${number(counts.images, 'image')} with ${number(counts.masks, 'vessel mask')}, \
made from the vessels of ${number(counts.patients, 'person', 'people')}; exported by ${generator.name} ${generator.version} on ${createdAt.slice(0, 10)}.`;
}

function contents(items: readonly ExportItem[]): string {
  const [first] = items;
  const example = first ? ` (\`${first.imagePath}\` belongs to \`${first.maskPath}\`)` : '';
  const divided = first?.split ? 'In each of the folders `train`, `val` and `test`:' : 'The files:';
  return `## Contents

${divided}

- \`images/\`: 8-bit RGB PNG files. Each carries text chunks that say that it is synthetic and from which model.
- \`masks/\`: the vessel mask that the image was made from, a 1-bit PNG of the same name and size, white where there
  is a vessel${example}.

For all of them:

- \`metadata.csv\`: one row an image: files, class, split and lineage (model, seed, style, mask).
- \`manifest.json\`: the same in numbers for machines, and the SHA-256 of every file.

\`patient_id\` numbers the people whose vessels the images were made from. Divide the data by it, so that images of
one person never stand on both sides${first?.split ? '; the folders train, val and test were divided so' : ''}.`;
}

function splitHeads(manifest: Omit<Manifest, 'files'>): readonly string[] {
  return manifest.counts.bySplit ? splits : [];
}

function classRow(
  items: readonly ExportItem[],
  manifest: Omit<Manifest, 'files'>,
  diagnosis: (typeof diagnoses)[number],
): string[] {
  const members = items.filter((item) => item.image.diagnosis === diagnosis);
  const perSplit = splitHeads(manifest).map((split) => members.filter((item) => item.split === split).length);
  return [`\`${diagnosis}\` (${diagnosisNames[diagnosis]})`, ...perSplit.map(String), String(members.length)];
}

function models(manifest: Omit<Manifest, 'files'>): string {
  const rows = manifest.models.map((model) => [
    model.name,
    model.kind === 'synthesizer' ? 'made the images' : 'extracted masks',
    String(model.images),
    `\`${model.sha256}\``,
  ]);
  return `## Models\n\n${table(['model', 'role', 'images', 'SHA-256 of the ONNX file'], rows)}`;
}

function limits(manifest: Omit<Manifest, 'files'>): string {
  return `## Limits

The vessel trees are those of ${number(manifest.counts.patients, 'real person', 'real people')}, and a vessel tree can identify a person: share this data
set only where their masks may be shared. The class is the one that the network was asked for; no physician has
confirmed it in the image.`;
}

function credits(manifest: Omit<Manifest, 'files'>): string {
  const derived = manifest.attributions.map(
    ({ dataset, citation, licence }) => `- ${dataset} (${licence}): ${citation}`,
  );
  const sources =
    derived.length > 0 ? `\n\nDerived from these data sets; credit them too:\n\n${derived.join('\n')}` : '';
  return `## Licence and attribution\n\n${licenceText(manifest.licence)}${sources}`;
}

function licenceText(name: string | null): string {
  if (name === null) return 'Not stated: ask whoever made this data set before you use or share it.';
  return name === ccBy4.id ? `[${ccBy4.name}](${ccBy4.url}).` : `${name}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}

function number(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
