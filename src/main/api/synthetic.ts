import { Hono } from 'hono';
import { z } from 'zod';
import type { MaskVersion } from '../../shared/api/images.ts';
import {
  type NearestPhotograph,
  type SyntheticDetail,
  updateSyntheticSchema,
} from '../../shared/api/synthetic.ts';
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
import { forever, pictureResponse } from './files.ts';
import { id, json, query } from './validate.ts';

/** The SHA-256 of the image that a thumbnail is expected of. */
const thumbnailSchema = z.object({ of: z.string().optional() });

export function syntheticRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/synthetic', async (context) =>
    context.json(await listSyntheticItems(application.requireProject())),
  );
  routes.get('/synthetic/:id', id, async (context) =>
    context.json(await syntheticDetail(application.requireProject(), context.req.valid('param').id)),
  );
  routes.get('/synthetic/:id/nearest', id, async (context) =>
    context.json(await nearest(application.requireProject(), context.req.valid('param').id)),
  );
  routes.get('/synthetic/:id/thumbnail', id, query(thumbnailSchema), async (context) => {
    const project = application.requireProject();
    const image = await getSyntheticImage(project, context.req.valid('param').id);
    // Another project has another image of this number.
    const isSame = context.req.valid('query').of === image.sha256;
    return pictureResponse(project, await thumbnailOf(project, image), thumbnailExtension, {
      'cache-control': isSame ? forever : 'no-store',
    });
  });
  routes.patch('/synthetic', json(updateSyntheticSchema), async (context) => {
    await updateSyntheticImages(application.requireProject(), context.req.valid('json'));
    application.changed('synthetic');
    return context.body(null, 204);
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
