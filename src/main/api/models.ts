import { Hono } from 'hono';
import type { ModelInfo } from '../../shared/api/training.ts';
import { listModels, setCurrentModel } from '../store/models.ts';
import type { Application } from './application.ts';
import { id } from './validate.ts';

/** The networks of the project. */
export function modelRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/models', async (context) => {
    const models: ModelInfo[] = await listModels(application.requireProject());
    return context.json(models);
  });
  routes.put('/models/:id/current', id, async (context) => {
    await setCurrentModel(application.requireProject(), context.req.valid('param').id);
    application.changed('models', 'runs');
    return context.body(null, 204);
  });
  return routes;
}
