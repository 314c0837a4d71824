import { readFile, realpath } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { Hono } from 'hono';
import { getMimeType } from 'hono/utils/mime';
import { FundusError } from '../../shared/errors.ts';

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
