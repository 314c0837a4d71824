import { borrowedNetworks, listPlacedModels, makeSelfContained } from '../models/self-contained.ts';
import { setCurrentModel } from '../store/models.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';

/** The networks of the project. */
export function modelHandlers(application: Application): HandlersOf<'/models'> {
  return {
    'GET /models': () => listPlacedModels(application.requireProject()),
    'GET /models/borrowed': () => borrowedNetworks(application.requireProject()),
    'POST /models/self-contained': async () => {
      const added = await makeSelfContained(application.requireProject());
      application.changed('models');
      return added;
    },
    'PUT /models/:id/current': async ({ params }) => {
      await setCurrentModel(application.requireProject(), params.id);
      application.changed('models', 'runs');
    },
  };
}
