import { Hono } from 'hono';
import {
  type Histogram,
  type ImageDetail,
  previewImportSchema,
  removeImagesSchema,
  updateImagesSchema,
} from '../../shared/api/images.ts';
import { FundusError } from '../../shared/errors.ts';
import type { JobKind } from '../../shared/jobs/kinds.ts';
import { previewImport } from '../dataset/import/import.ts';
import { readMask } from '../dataset/stored-images.ts';
import { decodeImage } from '../imaging/decode.ts';
import { histogramInside } from '../imaging/normalize.ts';
import { getFov, getImage, type ImageRow, listImageItems, updateImages } from '../store/images.ts';
import { listJobs } from '../store/jobs.ts';
import { listMaskVersions } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import { removeImages } from '../store/remove-images.ts';
import { countSyntheticImages } from '../store/synthetic.ts';
import { shownPath } from '../store/uploads.ts';
import type { Application } from './application.ts';
import { id, json } from './validate.ts';

export function imageRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/images', async (context) => context.json(await listImageItems(application.requireProject())));
  routes.get('/images/:id', id, async (context) =>
    context.json(await imageDetail(application.requireProject(), context.req.valid('param').id)),
  );
  routes.get('/images/:id/histogram', id, async (context) => {
    const project = application.requireProject();
    const image = await getImage(project, context.req.valid('param').id);
    return context.json(await histogramOf(project, image));
  });
  routes.patch('/images', json(updateImagesSchema), async (context) => {
    await updateImages(application.requireProject(), context.req.valid('json'));
    application.changed('images');
    return context.body(null, 204);
  });
  routes.post('/images/remove', json(removeImagesSchema), async (context) => {
    const project = application.requireProject();
    await refuseWhileBusy(project);
    await removeImages(project, context.req.valid('json').ids);
    application.changed('project', 'images', 'masks', 'reviews');
    return context.body(null, 204);
  });
  routes.post('/images/preview', json(previewImportSchema), async (context) => {
    const project = application.requireProject();
    const { paths } = context.req.valid('json');
    return context.json(await previewImport(project, paths, (file) => shownPath(project, file)));
  });
  return routes;
}

const jobsOnImages: readonly JobKind[] = ['import', 'segment', 'synthesize'];

/** Such jobs read and store files that a removal would take from under them. */
async function refuseWhileBusy(project: Project): Promise<void> {
  const job = (await listJobs(project, 'running')).find(({ kind }) =>
    jobsOnImages.some((one) => one === kind),
  );
  if (!job) return;
  throw new FundusError('busy', `A job is at work on the images (${job.kind})`, {
    hint: 'wait until it is done, or pause it, then remove the images',
  });
}

async function histogramOf(project: Project, { id, sha256, extension }: ImageRow): Promise<Histogram> {
  const fov = await getFov(project, id);
  const [raster, mask] = await Promise.all([
    project.files.read(sha256, extension).then((bytes) => decodeImage(bytes)),
    readMask(project, fov.sha256),
  ]);
  return histogramInside(raster, mask);
}

/** @throws FundusError 'not-found' */
export async function imageDetail(project: Project, imageId: number): Promise<ImageDetail> {
  const image = await getImage(project, imageId);
  const [item] = await listImageItems(project, [imageId]);
  const { sha256, origin } = await getFov(project, imageId);
  const { sourceLayout, sourceFile, fieldAngle, fovDiameter, stripped, createdAt } = image;
  return {
    ...item!,
    ...{ sourceLayout, sourceFile, fieldAngle, fovDiameter, stripped, createdAt },
    fov: { sha256, origin },
    versions: await listMaskVersions(project, imageId),
    synthetic: await countSyntheticImages(project, imageId),
  };
}
