import { resolve } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';

const root = resolve(import.meta.dirname, '..');
const hostname = '127.0.0.1';

/**
 * What the session answers rather than Vite: the service, and the address with the token. Modules of the page's own
 * folder `api` end with their language.
 */
const toSession = String.raw`^/(api/(?![^?]*\.tsx?(\?|$))|[^?]*\?(.*&)?token=)`;

/**
 * Serves the page from its sources, each change in the window at once, before a browser session. It stands between
 * them as a tunnel does and changes no header: the browser gets the session's cookie from the session, and the
 * session's guard sees the host and the origin that the browser sees.
 *
 * @param session where the browser session listens, such as http://127.0.0.1:7788
 * @param port 0 takes any free one
 * @param page the folder of the page's sources
 * @throws Error where the port is taken
 */
export async function servePage(
  session: string,
  port: number,
  page = resolve(root, 'src/renderer'),
): Promise<{ origin: string; server: ViteDevServer }> {
  const server = await createServer({
    configFile: resolve(root, 'vite.renderer.config.ts'),
    root: page,
    logLevel: 'warn',
    server: {
      host: hostname,
      port,
      strictPort: port !== 0,
      cors: false,
      proxy: { [toSession]: { target: session, changeOrigin: false } },
    },
  });
  await server.listen();
  return { origin: `http://${hostname}:${server.config.server.port}`, server };
}
