import { Hono } from 'hono';
import { z } from 'zod';
import type { MaskVersion } from '../../shared/api/images.ts';
import type { NearestPhotograph, SyntheticDetail } from '../../shared/api/synthetic.ts';
import type { Sha256 } from '../../shared/domain.ts';
import { findNearestPhotograph } from '../dataset/nearest-photograph.ts';
import { decodeImage } from '../imaging/decode.ts';
import { encodeThumbnail, thumbnailExtension } from '../imaging/encode.ts';
import { listImageItems } from '../store/images.ts';
import { getMask, listMaskVersions } from '../store/masks.ts';
import { getModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import {
  getSyntheticImage,
  listSyntheticItems,
  type SyntheticImageRow,
  setThumbnail,
  updateSyntheticImages,
} from '../store/synthetic.ts';
import type { Application } from './application.ts';
import { type HandlersOf, idSchema, parse } from './endpoints.ts';
import { forever, pictureResponse } from './files.ts';

/** The SHA-256 of the image that a thumbnail is expected of. */
const thumbnailSchema = z.object({ of: z.string().optional() });

export function syntheticHandlers(application: Application): HandlersOf<'/synthetic'> {
  return {
    'GET /synthetic': () => listSyntheticItems(application.requireProject()),
    'GET /synthetic/:id': ({ params }) => syntheticDetail(application.requireProject(), params.id),
    'GET /synthetic/:id/nearest': ({ params }) => nearest(application.requireProject(), params.id),
    'PATCH /synthetic': async ({ body }) => {
      await updateSyntheticImages(application.requireProject(), body);
      application.changed('synthetic');
    },
  };
}

export function syntheticThumbnailRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/synthetic/:id/thumbnail', async ({ req }) => {
    const { id } = parse(idSchema, req.param(), 'path');
    const { of } = parse(thumbnailSchema, req.query(), 'query');
    const project = application.requireProject();
    const image = await getSyntheticImage(project, id);
    // Another project has another image of this number.
    const isSame = of === image.sha256;
    return pictureResponse(project, await thumbnailOf(project, image), thumbnailExtension, {
      'cache-control': isSame ? forever : 'no-store',
    });
  });
  return routes;
}

/** @throws FundusError 'not-found' */
async function syntheticDetail(project: Project, syntheticId: number): Promise<SyntheticDetail> {
  const row = await getSyntheticImage(project, syntheticId);
  const [item] = await listSyntheticItems(project, [syntheticId]);
  const { imageId } = await getMask(project, row.maskId);
  const [source] = await listImageItems(project, [imageId]);
  const model = await getModel(project, row.modelId);
  return {
    ...item!,
    maskSha256: row.maskSha256,
    createdAt: row.createdAt,
    style: row.style,
    model: { name: model.name, sha256: row.modelSha256 },
    masks: ancestry(await listMaskVersions(project, imageId), row.maskId),
    source: source!,
  };
}

/** A mask, its parent, and so on to the first. */
function ancestry(versions: readonly MaskVersion[], maskId: number | null): MaskVersion[] {
  const mask = versions.find(({ id }) => id === maskId);
  return mask ? [mask, ...ancestry(versions, mask.parentId)] : [];
}

async function nearest(project: Project, syntheticId: number): Promise<NearestPhotograph | null> {
  const found = await findNearestPhotograph(project, await getSyntheticImage(project, syntheticId));
  if (!found) return null;
  const [image] = await listImageItems(project, [found.imageId]);
  return image ? { image, distance: found.distance } : null;
}

/** The stored thumbnail of a synthetic image, made where it has none yet. */
async function thumbnailOf(
  project: Project,
  { id, sha256, thumbnailSha256 }: SyntheticImageRow,
): Promise<Sha256> {
  if (thumbnailSha256) return thumbnailSha256;
  const raster = await decodeImage(await project.files.read(sha256, 'png'));
  const made = await project.files.put(await encodeThumbnail(raster), thumbnailExtension);
  await setThumbnail(project, id, made);
  return made;
}
