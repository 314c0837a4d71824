import { Hono, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { FundusError } from '../../shared/errors.ts';
import type { Application } from './application.ts';
import { benchmarkHandlers } from './benchmarks.ts';
import { doctorHandlers } from './doctor.ts';
import { endpointRoutes, type Handlers } from './endpoints.ts';
import { exportHandlers } from './export.ts';
import { fileRoutes } from './files.ts';
import { folderHandlers } from './folders.ts';
import { admit, type Lock } from './guard.ts';
import { imageHandlers } from './images.ts';
import { jobHandlers } from './jobs.ts';
import { machineHandlers } from './machine.ts';
import { modelHandlers } from './models.ts';
import { pageRoutes } from './page.ts';
import { problemResponse } from './problems.ts';
import { projectHandlers } from './projects.ts';
import { quantizationHandlers } from './quantizations.ts';
import { reviewBitRoutes, reviewHandlers } from './review.ts';
import { syntheticHandlers, syntheticThumbnailRoutes } from './synthetic.ts';
import { trainingHandlers } from './training.ts';
import { uploadHandlers } from './uploads.ts';

export type Handler = (request: Request) => Promise<Response>;

export interface Door {
  /** Of the built page. */
  readonly rendererDir?: string;
  /** Where requests come over the network; without one they all come from the application's own window. */
  readonly lock?: Lock;
}

/** A page may load its own scripts, styles and pictures and talk to its own service, nothing else. */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  // The component library sets sizes and colours through style elements.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};

/**
 * The application as a function from requests to responses: its routes under /api, the files of the page elsewhere.
 * Every door serves this one: the window, the browser session, the tests.
 */
export function createHandler(application: Application, { rendererDir, lock }: Door = {}): Handler {
  const app = new Hono();
  app.onError((error) => problemResponse(error));
  app.notFound(({ req }) =>
    problemResponse(new FundusError('not-found', `There is no ${req.method} ${req.path}`)),
  );
  // The session is for 127.0.0.1 without TLS.
  app.use(secureHeaders({ contentSecurityPolicy, xFrameOptions: 'DENY', strictTransportSecurity: false }));
  if (lock) app.use(guarded(lock));
  app.route('/api', apiRoutes(application));
  if (rendererDir !== undefined) app.route('/', pageRoutes(rendererDir));
  return async (request) => app.fetch(request);
}

function apiRoutes(application: Application): Hono {
  const api = new Hono();
  api.get('/events', () => application.events.stream());
  api.route('/', fileRoutes(application));
  api.route('/', syntheticThumbnailRoutes(application));
  api.route('/', reviewBitRoutes(application));
  const handlers: Handlers = {
    ...projectHandlers(application),
    ...folderHandlers(application),
    ...uploadHandlers(application),
    ...imageHandlers(application),
    ...reviewHandlers(application),
    ...syntheticHandlers(application),
    ...exportHandlers(application),
    ...jobHandlers(application),
    ...trainingHandlers(application),
    ...doctorHandlers,
    ...modelHandlers(application),
    ...quantizationHandlers(application),
    ...benchmarkHandlers(application),
    ...machineHandlers(),
  };
  api.route('/', endpointRoutes(handlers));
  api.all('*', ({ notFound }) => notFound());
  return api;
}

function guarded(lock: Lock): MiddlewareHandler {
  return async (context, next) => {
    const admission = admit(context.req.raw, lock);
    if (admission.kind === 'admitted') return next();
    if (admission.kind === 'refused') throw admission.error;
    context.header('set-cookie', admission.setCookie);
    context.header('cache-control', 'no-store');
    // After a link on another site a redirect would go without the new cookie; the page's own refresh does not.
    if (context.req.header('sec-fetch-site') === 'cross-site') {
      return context.body(null, 200, { refresh: `0;url=${admission.location}`, 'content-type': 'text/html' });
    }
    return context.redirect(admission.location, 303);
  };
}
