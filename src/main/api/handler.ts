import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { FundusError } from '../../shared/errors.ts';
import type { Application } from './application.ts';
import { problemResponse } from './problems.ts';

export type Handler = (request: Request) => Promise<Response>;

/** A page may load its own scripts, styles and pictures and talk to its own service, nothing else. */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  // Mantine sets sizes and colours through style attributes and elements.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};

/**
 * The application as a function from requests to responses: routes under /api. Every door serves this one, the
 * window, the browser session and the tests.
 */
export function createHandler(application: Application): Handler {
  const app = new Hono();
  app.use(secureHeaders({ contentSecurityPolicy, xFrameOptions: 'DENY', strictTransportSecurity: false }));
  app.onError((error) => problemResponse(error));
  app.route('/api', apiRoutes(application));
  return async (request) => app.fetch(request);
}

function apiRoutes(application: Application): Hono {
  const api = new Hono();
  api.get('/events', () => application.events.stream());
  api.all('*', ({ req }) => {
    throw new FundusError('not-found', `There is no ${req.method} ${req.path}`);
  });
  return api;
}
