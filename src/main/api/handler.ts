import { readFile, realpath } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { Hono, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { getMimeType } from 'hono/utils/mime';
import { FundusError } from '../../shared/errors.ts';
import type { Application } from './application.ts';
import { benchmarkHandlers } from './benchmarks.ts';
import { endpointRoutes, type Handlers, problemResponse } from './endpoints.ts';
import { fileRoutes } from './files.ts';
import { folderHandlers } from './folders.ts';
import { admit, type Lock } from './guard.ts';
import { imageHandlers, uploadHandlers } from './images.ts';
import { exportHandlers, jobHandlers } from './jobs.ts';
import { doctorHandlers, machineHandlers } from './machine.ts';
import { modelHandlers, quantizationHandlers } from './models.ts';
import { projectHandlers } from './projects.ts';
import { reviewBitRoutes, reviewHandlers } from './review.ts';
import { syntheticHandlers, syntheticThumbnailRoutes } from './synthetic.ts';
import { trainingHandlers } from './training.ts';

export type Handler = (request: Request) => Promise<Response>;

export interface Door {
  /** The folder of the built page. */
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

/** The files of the built page. A path without a file and an ending is one of the page's own addresses. */
export function pageRoutes(folder: string): Hono {
  const routes = new Hono();
  routes.get('*', async ({ req }) => {
    const path = decodePath(new URL(req.url).pathname);
    const isAddress = extname(path) === '';
    const file = await findFile(folder, isAddress ? 'index.html' : path);
    if (file === undefined) throw missing(path, isAddress);
    const isNamedByContent = path.startsWith('/assets/');
    return new Response(await readFile(file), {
      headers: {
        'content-type': getMimeType(file) ?? 'application/octet-stream',
        'cache-control': isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    });
  });
  return routes;
}

/** The path of a file inside the folder, also after following links; undefined where there is none. */
async function findFile(folder: string, path: string): Promise<string | undefined> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return undefined;
  const file = await realpath(resolve(root, join('.', path))).catch(() => undefined);
  return file?.startsWith(root + sep) ? file : undefined;
}

function decodePath(pathname: string): string {
  try {
    const path = decodeURIComponent(pathname);
    if (!path.includes('\0')) return path;
  } catch {
    // Falls through to the same answer.
  }
  throw new FundusError('not-found', 'There is no such page', { file: pathname });
}

function missing(path: string, isAddress: boolean): FundusError {
  if (!isAddress) return new FundusError('not-found', 'There is no such file', { file: path });
  return new FundusError('not-found', 'The page has not been built', {
    hint: 'run "npm run build:renderer"',
  });
}
