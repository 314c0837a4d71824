import { previewExport } from '../dataset/export/export.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';

export function exportHandlers(application: Application): HandlersOf<'/export'> {
  return {
    'POST /export/preview': ({ body }) => previewExport(application.requireProject(), body),
  };
}
