import { previewExport } from '../dataset/export/export.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';

/** Queueing, following and stopping jobs. */
export function jobHandlers({ jobs }: Application): HandlersOf<'/jobs'> {
  return {
    'GET /jobs': () => jobs.list(),
    'POST /jobs': ({ body }) => jobs.enqueue(body),
    'DELETE /jobs': () => jobs.forgetEnded(),
    'GET /jobs/:id': ({ params }) => jobs.get(params.id),
    'DELETE /jobs/:id': ({ params }) => jobs.forget(params.id),
    'POST /jobs/:id/pause': ({ params }) => jobs.pause(params.id),
    'POST /jobs/:id/cancel': ({ params }) => jobs.cancel(params.id),
    'POST /jobs/:id/resume': ({ params }) => jobs.resume(params.id),
  };
}

export function exportHandlers(application: Application): HandlersOf<'/export'> {
  return {
    'POST /export/preview': ({ body }) => previewExport(application.requireProject(), body),
  };
}
