import { Hono } from 'hono';
import { z } from 'zod';
import { uploadFileSchema } from '../../shared/api/images.ts';
import { FundusError } from '../../shared/errors.ts';
import { maxFileBytes } from '../imaging/raster.ts';
import { createUpload, getUpload, receiveFile, removeUpload } from '../store/uploads.ts';
import type { Application } from './application.ts';
import { param, query } from './validate.ts';

const uploadId = param(z.object({ id: z.string() }));

/** How pictures come to the service from a page that cannot name their paths. */
export function uploadRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.post('/uploads', async (context) =>
    context.json(await createUpload(application.requireProject()), 201),
  );
  routes.put('/uploads/:id/files', uploadId, query(uploadFileSchema), async (context) => {
    const upload = getUpload(application.requireProject(), context.req.valid('param').id);
    const { path } = context.req.valid('query');
    const announced = Number(context.req.header('content-length') ?? 0);
    if (announced > maxFileBytes) {
      throw new FundusError(
        'too-large',
        `The file has ${announced} bytes; at most ${maxFileBytes} are read`,
        {
          file: path,
        },
      );
    }
    await receiveFile(upload, path, context.req.raw.body ?? emptyBody(), maxFileBytes);
    return context.body(null, 204);
  });
  routes.delete('/uploads/:id', uploadId, async (context) => {
    await removeUpload(application.requireProject(), context.req.valid('param').id);
    return context.body(null, 204);
  });
  return routes;
}

function emptyBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}
