import { Hono } from 'hono';
import type { ListedModel } from '../../shared/api/training.ts';
import { borrowedNetworks, listPlacedModels, makeSelfContained } from '../models/self-contained.ts';
import { setCurrentModel } from '../store/models.ts';
import type { Application } from './application.ts';
import { id } from './validate.ts';

/** The networks of the project. */
export function modelRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/models', async (context) => {
    const models: ListedModel[] = await listPlacedModels(application.requireProject());
    return context.json(models);
  });
  routes.get('/models/borrowed', async ({ json }) =>
    json(await borrowedNetworks(application.requireProject())),
  );
  routes.post('/models/self-contained', async (context) => {
    const added = await makeSelfContained(application.requireProject());
    application.changed('models');
    return context.json(added);
  });
  routes.put('/models/:id/current', id, async (context) => {
    await setCurrentModel(application.requireProject(), context.req.valid('param').id);
    application.changed('models', 'runs');
    return context.body(null, 204);
  });
  return routes;
}
