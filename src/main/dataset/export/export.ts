import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ExportPreview } from '../../../shared/api/synthetic.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { ExportSelection } from '../../../shared/jobs/requests.ts';
import type { ExportResult } from '../../../shared/jobs/results.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import type { Project } from '../../store/project.ts';
import { creditsOf } from '../attribution.ts';
import { discard, prepareParent, publish, refuseExisting, stage } from '../staging.ts';
import { writeFolder, writeZip } from './folder.ts';
import { countItems } from './manifest.ts';
import { type ExportItem, planExport, requireItems } from './plan.ts';

/**
 * By default all images but the discarded ones. `split` divides them into the folders train, val and test, by
 * patient; `zip` writes the folder as an archive too, beside it: "DIR.zip".
 */
export type ExportOptions = Partial<ExportSelection>;

/**
 * Exports the project's synthetic images, each with its mask and lineage, as a folder that other tools load.
 * Photographs of people are never exported. Until everything is written and on the disk, nothing bears the final
 * name; what a crashed export left is removed by the next one into the same parent folder.
 *
 * @throws FundusError 'output-exists', 'no-data' when no image is chosen, 'cancelled', or 'io' when the disk refuses.
 */
export async function exportDataset(
  project: Project,
  outDir: string,
  options: ExportOptions,
  ctx: JobContext,
): Promise<ExportResult> {
  const folder = stage(outDir);
  const archive = options.zip ? stage(`${folder.target}.zip`) : null;
  const outputs = archive ? [folder, archive] : [folder];
  for (const { target } of outputs) refuseExisting(target);
  const plan = await planExport(project, options);
  requireItems(project, plan);
  try {
    await prepareParent(dirname(folder.target));
    const { files, counts } = await writeFolder(
      project,
      folder.temporary,
      { items: plan.items, licence: options.licence ?? null },
      ctx,
    );
    if (archive) {
      const topFolder = basename(folder.target);
      await writeZip(folder.temporary, files, { target: archive.temporary, topFolder }, ctx);
    }
    throwIfCancelled(ctx.signal);
    for (const output of outputs) await publish(output);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return { folder: folder.target, zip: archive?.target ?? null, files: files.length, bytes, counts };
  } catch (cause) {
    for (const output of outputs) await discard(output);
    throwIfCancelled(ctx.signal);
    throw asFundusError(cause, folder.target);
  }
}

/** Errors of the file system name the export; all others are left as they are. */
function asFundusError(cause: unknown, file: string): unknown {
  if (cause instanceof FundusError || !(cause instanceof Error) || !('syscall' in cause)) return cause;
  return new FundusError('io', `Cannot write the export: ${cause.message}`, {
    file,
    hint: 'check the free space and the permissions of the folder',
    cause,
  });
}

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
