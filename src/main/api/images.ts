import type { Histogram, ImageDetail } from '../../shared/api/images.ts';
import { FundusError } from '../../shared/errors.ts';
import type { JobKind } from '../../shared/jobs/kinds.ts';
import { previewImport } from '../dataset/import/import.ts';
import { readMask } from '../dataset/stored-images.ts';
import { decodeImage } from '../imaging/decode.ts';
import { histogramInside } from '../imaging/normalize.ts';
import { maxFileBytes } from '../imaging/raster.ts';
import { getFov, getImage, type ImageRow, listImageItems, updateImages } from '../store/images.ts';
import { listJobs } from '../store/jobs.ts';
import { listMaskVersions } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import { removeImages } from '../store/remove-images.ts';
import { countSyntheticImages } from '../store/synthetic.ts';
import { createUpload, getUpload, receiveFile, removeUpload, shownPath } from '../store/uploads.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';

export function imageHandlers(application: Application): HandlersOf<'/images'> {
  return {
    'GET /images': () => listImageItems(application.requireProject()),
    'GET /images/:id': ({ params }) => imageDetail(application.requireProject(), params.id),
    'GET /images/:id/histogram': async ({ params }) => {
      const project = application.requireProject();
      return histogramOf(project, await getImage(project, params.id));
    },
    'PATCH /images': async ({ body }) => {
      await updateImages(application.requireProject(), body);
      application.changed('images');
    },
    'POST /images/remove': async ({ body }) => {
      const project = application.requireProject();
      await refuseWhileBusy(project);
      await removeImages(project, body.ids);
      application.changed('project', 'images', 'masks', 'reviews');
    },
    'POST /images/preview': ({ body }) => {
      const project = application.requireProject();
      return previewImport(project, body.paths, (file) => shownPath(project, file));
    },
  };
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

/** How pictures come to the service from a page that cannot name their paths. */
export function uploadHandlers(application: Application): HandlersOf<'/uploads'> {
  return {
    'POST /uploads': () => createUpload(application.requireProject()),
    'PUT /uploads/:id/files': async ({ params, query: { path } }, { headers, body }) => {
      const upload = getUpload(application.requireProject(), params.id);
      const announced = Number(headers.get('content-length') ?? 0);
      if (announced > maxFileBytes) {
        throw new FundusError(
          'too-large',
          `The file has ${announced} bytes; at most ${maxFileBytes} are read`,
          { file: path },
        );
      }
      await receiveFile(upload, path, body ?? emptyBody(), maxFileBytes);
    },
    'DELETE /uploads/:id': ({ params }) => removeUpload(application.requireProject(), params.id),
  };
}

function emptyBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}
