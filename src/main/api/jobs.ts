import { Hono } from 'hono';
import { jobActions } from '../../shared/api/jobs.ts';
import { jobRequestSchema } from '../../shared/jobs/kinds.ts';
import type { Application } from './application.ts';
import { id, json } from './validate.ts';

/** Queueing, following and stopping jobs. */
export function jobRoutes({ jobs }: Application): Hono {
  const routes = new Hono();
  routes.get('/jobs', async (context) => context.json(await jobs.list()));
  routes.post('/jobs', json(jobRequestSchema), async (context) =>
    context.json(await jobs.enqueue(context.req.valid('json')), 201),
  );
  routes.delete('/jobs', async (context) => {
    await jobs.forgetEnded();
    return context.body(null, 204);
  });
  routes.get('/jobs/:id', id, async (context) => context.json(await jobs.get(context.req.valid('param').id)));
  routes.delete('/jobs/:id', id, async (context) => {
    await jobs.forget(context.req.valid('param').id);
    return context.body(null, 204);
  });
  for (const action of jobActions) {
    routes.post(`/jobs/:id/${action}`, id, async (context) =>
      context.json(await jobs[action](context.req.valid('param').id)),
    );
  }
  return routes;
}
