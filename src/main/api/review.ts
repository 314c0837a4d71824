import { Hono } from 'hono';
import { z } from 'zod';
import type { ImageDetail, MaskVersion } from '../../shared/api/images.ts';
import type { ReviewDetail } from '../../shared/api/review.ts';
import { FundusError } from '../../shared/errors.ts';
import { addStroke, inflatePatch, review, saveDraft } from '../dataset/review.ts';
import { firstAnnotation, presentMask } from '../dataset/stored-images.ts';
import { decodeMaskBits } from '../imaging/decode.ts';
import { maxPixels } from '../imaging/raster.ts';
import { getDraft, getEdit, removeDraft, setCursor } from '../store/drafts.ts';
import { getMask, listMaskVersions } from '../store/masks.ts';
import { listModels } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import type { Application } from './application.ts';
import { type HandlersOf, idSchema, parse } from './endpoints.ts';
import { imageDetail } from './images.ts';

const editSchema = idSchema.extend({ position: z.coerce.number().int().min(0) });

/** Bits, which are no JSON. */
export function reviewBitRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/review/masks/:id/bits', async ({ req }) => {
    const { id } = parse(idSchema, req.param(), 'path');
    const project = application.requireProject();
    const { sha256 } = await getMask(project, id);
    return bitsResponse((await decodeMaskBits(await project.files.read(sha256, 'png'))).bits);
  });
  routes.get('/review/:id/edits/:position', async ({ req }) => {
    const { id, position } = parse(editSchema, req.param(), 'path');
    const edit = await getEdit(application.requireProject(), id, position);
    return bitsResponse(await inflatePatch(edit, edit.bits));
  });
  return routes;
}

export function reviewHandlers(application: Application): HandlersOf<'/review'> {
  const inTurn = turns(application);
  return {
    'GET /review/:id': ({ params }) => reviewDetail(application.requireProject(), params.id),
    'POST /review/:id/edits': ({ params, query }, { body }) =>
      inTurn(async (project) => addStroke(project, params.id, query, await readBits(body))),
    'PUT /review/:id/cursor': ({ params, body }) =>
      inTurn((project) => setCursor(project, params.id, body.cursor)),
    'POST /review/:id/versions': ({ params }) =>
      inTurn(async (project) => {
        const { id, imageId } = await saveDraft(project, params.id);
        application.changed('project', 'images', 'masks', 'reviews');
        const versions = await listMaskVersions(project, imageId);
        return versions.find((version) => version.id === id)!;
      }),
    'DELETE /review/:id/draft': ({ params }) =>
      inTurn(async (project) => {
        await removeDraft(project, params.id);
        application.changed('reviews');
      }),
    'PUT /review/:id/verdict': ({ params, body }) =>
      inTurn(async (project) => {
        await review(project, params.id, body.verdict);
        application.changed('project', 'images', 'masks', 'reviews');
      }),
  };
}

type Turn = <T>(work: (project: Project) => Promise<T>) => Promise<T>;

/**
 * Changes of drafts happen one after the other, in the order in which they came, in the project that was open then.
 */
function turns(application: Application): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    const project = application.requireProject();
    const result = last.then(() => work(project));
    last = result.catch(() => {});
    return result;
  };
}

async function reviewDetail(project: Project, imageId: number): Promise<ReviewDetail> {
  const image = await imageDetail(project, imageId);
  return {
    image,
    mask: presentMask(image.versions) ?? null,
    draft: await getDraft(project, imageId),
    probability: await probabilityOf(project, image),
    annotation: firstAnnotation(image.versions) ?? null,
  };
}

const cardSchema = z.object({ threshold: z.number() });
/** The threshold of a model whose card does not say. */
const usualThreshold = 0.5;

async function probabilityOf(
  project: Project,
  { versions }: ImageDetail,
): Promise<ReviewDetail['probability']> {
  const prediction = versions.findLast(({ origin }) => origin === 'predicted');
  if (!prediction?.probabilitySha256) return null;
  return { sha256: prediction.probabilitySha256, threshold: await thresholdOf(project, prediction) };
}

async function thresholdOf(project: Project, { model }: MaskVersion): Promise<number> {
  const row = (await listModels(project)).find(({ name }) => name === model);
  return cardSchema.safeParse(row?.card).data?.threshold ?? usualThreshold;
}

function bitsResponse(bits: Uint8Array): Response {
  return new Response(Buffer.from(bits), {
    headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
  });
}

/** Deflate adds five bytes to each 16 kilobytes that it cannot make smaller (RFC 1951, 3.2.4), and a few more. */
const largestPatch = Math.ceil((maxPixels / 8) * 1.001) + 64;

/** @throws FundusError 'too-large' */
async function readBits(body: Request['body']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > largestPatch) {
      throw new FundusError('too-large', `An edit has at most ${largestPatch} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
