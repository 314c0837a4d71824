import { Hono } from 'hono';
import { diagnose } from '../doctor/doctor.ts';

/** What the application consists of, and whether it is there. */
export function doctorRoutes(): Hono {
  const routes = new Hono();
  routes.get('/doctor', async (context) => context.json(await diagnose()));
  return routes;
}
