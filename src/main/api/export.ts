import { Hono } from 'hono';
import { exportSelectionSchema } from '../../shared/jobs/requests.ts';
import { previewExport } from '../dataset/export/export.ts';
import type { Application } from './application.ts';
import { json } from './validate.ts';

export function exportRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.post('/export/preview', json(exportSelectionSchema), async (context) =>
    context.json(await previewExport(application.requireProject(), context.req.valid('json'))),
  );
  return routes;
}
