import { readdir, realpath, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { ImportPreview } from '../../../shared/api/images.ts';
import type { Diagnosis, Split } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { ImportReport } from '../../../shared/jobs/results.ts';
import { pictureFormatNames } from '../../../shared/picture-files.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { sha256Of } from '../../store/files.ts';
import { findImageBySha256, type ImageRow, listImages } from '../../store/images.ts';
import type { Project } from '../../store/project.ts';
import { inOrder } from '../in-order.ts';
import {
  type ImportPlan,
  type LeftOut,
  type PlannedImage,
  type PlannedMask,
  planImport,
  roleOf,
  type UnpairedMask,
} from '../layouts/plan.ts';
import {
  type PreparedImage,
  prepareAnnotation,
  prepareFov,
  prepareImage,
  storeAnnotation,
  storeFov,
  storeImage,
} from './image.ts';
import { addFailure, type MutableReport, takenImage } from './report.ts';

/** What holds for all images of an import, whatever their names say. */
export interface ImportOptions {
  readonly diagnosis?: Diagnosis | undefined;
  readonly split?: Split | undefined;
  /** The camera's, in degrees. */
  readonly fieldAngle?: number | undefined;
}

/** Images in work at once: each takes some 100 MB at 3504 x 2336. */
const imagesAhead = Math.min(availableParallelism(), 4);

interface Target {
  readonly project: Project;
  readonly report: MutableReport;
}

/**
 * Imports images with their annotations and FOV masks from files and folders (see `planImport`). A file that
 * cannot be used is reported, and the others are imported. Each image comes with all its masks or not at all; what
 * was imported before a cancellation or a full disk stays.
 *
 * @throws FundusError 'not-found' when a path does not exist, 'no-data' when there is no picture at all,
 *   'cancelled', or 'io' when the project cannot be written
 */
export async function importPaths(
  project: Project,
  paths: readonly string[],
  options: ImportOptions,
  ctx: JobContext,
): Promise<ImportReport> {
  const { files, leftOut } = await listFiles(paths);
  const plan = planImport(files);
  const total = plan.images.length + plan.unpairedMasks.length;
  if (total === 0) {
    throw new FundusError('no-data', 'There are no pictures to import', {
      ...(paths[0] !== undefined && { file: paths[0] }),
      hint: `give a folder with pictures: ${pictureFormatNames}`,
    });
  }
  const report: MutableReport = { taken: [], added: [], leftOut: [...leftOut, ...plan.leftOut], failed: [] };
  let done = 0;
  for await (const file of importPlan({ project, report }, plan, options, ctx.signal)) {
    ctx.report({ phase: 'Importing', done: ++done, total, detail: basename(file) });
    throwIfCancelled(ctx.signal);
  }
  return report;
}

/** Yields each file that has been dealt with. */
async function* importPlan(
  target: Target,
  plan: ImportPlan,
  options: ImportOptions,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const images = plan.images.map((image) => withOptions(image, options));
  const prepared = inOrder(images, imagesAhead, async (image) => {
    throwIfCancelled(signal);
    return prepareImage(image);
  });
  for await (const { item, result } of prepared) {
    throwIfCancelled(signal);
    if (result.status === 'fulfilled') await keepImage(target, item, result.value);
    else addFailure(target.report, result.reason, item.file);
    yield item.file;
  }
  if (plan.unpairedMasks.length === 0) return;
  const stored = await imagesByKey(target.project);
  for (const mask of plan.unpairedMasks) {
    await keepMask(target, mask, stored.get(mask.key) ?? []);
    yield mask.file;
  }
}

function withOptions(image: PlannedImage, { diagnosis, split, fieldAngle }: ImportOptions): PlannedImage {
  return {
    ...image,
    diagnosis: diagnosis ?? image.diagnosis,
    split: split ?? image.split,
    fieldAngle: fieldAngle ?? image.fieldAngle,
  };
}

async function keepImage(target: Target, planned: PlannedImage, prepared: PreparedImage): Promise<void> {
  const { project, report } = target;
  const existing = await findImageBySha256(project, sha256Of(prepared.bytes));
  if (!existing) {
    const { name } = await storeImage(project, planned, prepared);
    report.taken.push(takenImage(name, planned, prepared));
    return;
  }
  const before = report.added.length;
  for (const annotation of prepared.annotations) {
    if (await storeAnnotation(project, existing.id, annotation)) {
      report.added.push({ file: annotation.file, image: existing.name, role: 'annotation' });
    }
  }
  const { fov } = prepared;
  if (fov.file !== null && (await storeFov(project, existing.id, fov))) {
    report.added.push({ file: fov.file, image: existing.name, role: 'fov' });
  }
  const masks = report.added.length > before ? '; its new masks were added' : '';
  const reason = `the project has the same picture already, as ${existing.name}${masks}`;
  report.leftOut.push({ file: planned.file, reason });
}

async function keepMask(target: Target, mask: UnpairedMask, images: readonly ImageRow[]): Promise<void> {
  const { file, role, key } = mask;
  const [image] = images;
  if (!image) {
    const reason = `there is no photograph of it, here or in the project: expected is one called "${key}"`;
    target.report.leftOut.push({ file, reason });
  } else if (images.length > 1) {
    const reason = `${images.length} photographs are called "${key}": import it together with its own`;
    target.report.leftOut.push({ file, reason });
  } else {
    const store = await prepareMask(target, mask, image);
    if (!store) return;
    if (await store()) target.report.added.push({ file, image: image.name, role });
    else target.report.leftOut.push({ file, reason: `${image.name} has the same mask already` });
  }
}

/** What stores the mask and says whether it is new; undefined when the file cannot be used. */
async function prepareMask(
  { project, report }: Target,
  mask: UnpairedMask,
  image: ImageRow,
): Promise<(() => Promise<boolean>) | undefined> {
  try {
    if (mask.role === 'fov') {
      const fov = await prepareFov(mask, image);
      return () => storeFov(project, image.id, fov);
    }
    const annotation = await prepareAnnotation(mask, image);
    return () => storeAnnotation(project, image.id, annotation);
  } catch (error) {
    addFailure(report, error, mask.file);
    return undefined;
  }
}

/**
 * What an import of these files and folders would take, as far as their names tell; nothing is read or stored.
 *
 * @param shown how the path of a file is shown
 * @throws FundusError 'not-found' when one of the paths does not exist
 */
export async function previewImport(
  project: Project,
  paths: readonly string[],
  shown: (file: string) => string,
): Promise<ImportPreview> {
  const { files, leftOut } = await listFiles(paths);
  const plan = planImport(files);
  const stored = await imagesByKey(project);
  const annotation = ({ file, observer }: PlannedMask) => ({ file: shown(file), observer });
  return {
    images: plan.images.map(({ file, name, layout, diagnosis, split, annotations, fov }) => ({
      ...{ file: shown(file), name, layout, diagnosis, split },
      annotations: annotations.map(annotation),
      fov: fov && shown(fov.file),
    })),
    masks: plan.unpairedMasks.map(({ file, role, key }) => {
      const [image, ...others] = stored.get(key) ?? [];
      return { file: shown(file), role, image: image && others.length === 0 ? image.name : null };
    }),
    leftOut: [...leftOut, ...plan.leftOut].map(({ file, reason }) => ({ file: shown(file), reason })),
  };
}

/** The images of the project by what pairs them with their masks. */
async function imagesByKey(project: Project): Promise<Map<string | undefined, ImageRow[]>> {
  return Map.groupBy(await listImages(project), (image) => roleOf(image.sourceFile)?.key);
}

interface FileList {
  readonly files: string[];
  readonly leftOut: LeftOut[];
}

/** In a folder with this file lies a project, whose files are no data set. */
const projectDatabase = 'project.sqlite';

/**
 * All files of the paths, those of folders recursively. Hidden files are passed over; the folders of projects are
 * left out.
 *
 * @throws FundusError 'not-found' when one of the paths does not exist
 */
async function listFiles(paths: readonly string[]): Promise<FileList> {
  const list: FileList = { files: [], leftOut: [] };
  const visited = new Set<string>();
  for (const path of paths) {
    await visit(resolve(path), list, visited).catch((cause: unknown) => {
      throw asFundusError(cause, path);
    });
  }
  return list;
}

async function visit(path: string, list: FileList, visited: Set<string>): Promise<void> {
  const stats = await stat(path);
  if (stats.isFile()) list.files.push(path);
  if (!stats.isDirectory()) return;
  // A link may lead back to a folder above it.
  const real = await realpath(path);
  if (visited.has(real)) return;
  visited.add(real);
  const names = (await readdir(path)).filter((name) => !name.startsWith('.'));
  if (names.includes(projectDatabase)) {
    list.leftOut.push({ file: path, reason: 'the folder of a project' });
    return;
  }
  for (const name of names) await visit(join(path, name), list, visited);
}

function asFundusError(cause: unknown, path: string): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause;
  return cause.code === 'ENOENT'
    ? new FundusError('not-found', 'There is no such file or folder', { file: path, cause })
    : new FundusError('io', `The folder cannot be read: ${cause.message}`, { file: path, cause });
}

/** Six photographs of HRF that the shipped networks were not trained on. */
export const sampleFolder = resolve(import.meta.dirname, '../../../../resources/sample');
