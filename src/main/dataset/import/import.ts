import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Diagnosis, Split } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import { pictureFormatNames } from '../../../shared/picture-files.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { sha256Of } from '../../store/files.ts';
import { findImageBySha256, type ImageRow } from '../../store/images.ts';
import type { Project } from '../../store/project.ts';
import { inOrder } from '../in-order.ts';
import { type ImportPlan, type PlannedImage, planImport, type UnpairedMask } from '../layouts/plan.ts';
import { storeAnnotation, storeFov, storeImage } from './commit.ts';
import { imagesByKey } from './images-by-key.ts';
import { type PreparedImage, prepareAnnotation, prepareFov, prepareImage } from './prepare.ts';
import { addFailure, type ImportReport, type MutableReport, takenImage } from './report.ts';
import { listFiles } from './walk.ts';

/** What holds for all images of an import, whatever their names say. */
export interface ImportOptions {
  readonly diagnosis?: Diagnosis | undefined;
  readonly split?: Split | undefined;
  /** Of the camera, in degrees. */
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
