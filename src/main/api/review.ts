import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { ImageDetail, MaskVersion } from '../../shared/api/images.ts';
import {
  cursorSchema,
  patchQuerySchema,
  type ReviewDetail,
  setVerdictSchema,
} from '../../shared/api/review.ts';
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
import { imageDetail } from './images.ts';
import { id, json, param, query } from './validate.ts';

const editParam = param(
  z.object({ id: z.coerce.number().int().positive(), position: z.coerce.number().int().min(0) }),
);

export function reviewRoutes(application: Application): Hono {
  return new Hono().route('/', readingRoutes(application)).route('/', writingRoutes(application));
}

function readingRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/review/masks/:id/bits', id, async (context) => {
    const project = application.requireProject();
    const { sha256 } = await getMask(project, context.req.valid('param').id);
    return bitsResponse((await decodeMaskBits(await project.files.read(sha256, 'png'))).bits);
  });
  routes.get('/review/:id', id, async (context) =>
    context.json(await reviewDetail(application.requireProject(), context.req.valid('param').id)),
  );
  routes.get('/review/:id/edits/:position', editParam, async (context) => {
    const { id, position } = context.req.valid('param');
    const edit = await getEdit(application.requireProject(), id, position);
    return bitsResponse(await inflatePatch(edit, edit.bits));
  });
  return routes;
}

function writingRoutes(application: Application): Hono {
  const routes = new Hono();
  const inTurn = turns(application);
  routes.post('/review/:id/edits', id, query(patchQuerySchema), (context) =>
    inTurn(async (project) => {
      const bits = await readBits(context);
      await addStroke(project, context.req.valid('param').id, context.req.valid('query'), bits);
      return context.body(null, 204);
    }),
  );
  routes.put('/review/:id/cursor', id, json(cursorSchema), (context) =>
    inTurn(async (project) => {
      await setCursor(project, context.req.valid('param').id, context.req.valid('json').cursor);
      return context.body(null, 204);
    }),
  );
  routes.post('/review/:id/versions', id, (context) =>
    inTurn(async (project) => {
      const { id, imageId } = await saveDraft(project, context.req.valid('param').id);
      application.changed('project', 'images', 'masks', 'reviews');
      const versions = await listMaskVersions(project, imageId);
      return context.json(versions.find((version) => version.id === id));
    }),
  );
  routes.delete('/review/:id/draft', id, (context) =>
    inTurn(async (project) => {
      await removeDraft(project, context.req.valid('param').id);
      application.changed('reviews');
      return context.body(null, 204);
    }),
  );
  routes.put('/review/:id/verdict', id, json(setVerdictSchema), (context) =>
    inTurn(async (project) => {
      await review(project, context.req.valid('param').id, context.req.valid('json').verdict);
      application.changed('project', 'images', 'masks', 'reviews');
      return context.body(null, 204);
    }),
  );
  return routes;
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
/** Of a model whose card does not say. */
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
async function readBits(context: Context): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of context.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > largestPatch) {
      throw new FundusError('too-large', `An edit has at most ${largestPatch} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
