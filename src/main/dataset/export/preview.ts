import { stat } from 'node:fs/promises';
import type { ExportSelection } from '../../../shared/api/jobs.ts';
import type { ExportPreview } from '../../../shared/api/synthetic.ts';
import type { Project } from '../../store/project.ts';
import { creditsOf } from '../attribution.ts';
import { countItems } from './manifest.ts';
import { type ExportItem, planExport } from './plan.ts';

/** What the folder of an export would hold; nothing is written. */
export async function previewExport(project: Project, selection: ExportSelection): Promise<ExportPreview> {
  const { items, discarded } = await planExport(project, selection);
  const { bySplit, ...counts } = countItems(items);
  const [first] = items;
  return {
    ...counts,
    bySplit: bySplit ?? null,
    discarded,
    licence: selection.licence ?? creditsOf(items).licence,
    bytes: await pictureBytes(project, items),
    examplePaths: first
      ? [first.imagePath, first.maskPath, 'metadata.csv', 'README.md', 'manifest.json']
      : [],
  };
}

/** The sizes of the stored pictures; the exported ones have a few more bytes of text each. */
async function pictureBytes(project: Project, items: readonly ExportItem[]): Promise<number> {
  const uses = new Map<string, number>();
  for (const { image } of items) {
    for (const sha256 of [image.sha256, image.maskSha256]) uses.set(sha256, (uses.get(sha256) ?? 0) + 1);
  }
  const sizes = [...uses].map(async ([sha256, count]) => {
    const stats = await stat(project.files.path(sha256, 'png')).catch(() => undefined);
    return count * (stats?.size ?? 0);
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
