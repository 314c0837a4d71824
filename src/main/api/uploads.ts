import { FundusError } from '../../shared/errors.ts';
import { maxFileBytes } from '../imaging/raster.ts';
import { createUpload, getUpload, receiveFile, removeUpload } from '../store/uploads.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';

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
