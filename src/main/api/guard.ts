import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { FundusError } from '../../shared/errors.ts';

/** What a browser session asks of every request. */
export interface Lock {
  /** A secret of this session, in the address that the terminal prints. */
  readonly token: string;
  /** Cookies do not tell ports apart: the name tells sessions on one machine apart. */
  readonly cookie: string;
}

export type Admission =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'refused'; readonly error: FundusError }
  /** The token of the address becomes a cookie, and leaves the address and the browser's history. */
  | { readonly kind: 'exchanged'; readonly location: string; readonly setCookie: string };

/** Names of this machine as it calls itself; through a tunnel the port may be another. */
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function newLock(): Lock {
  const token = randomBytes(32).toString('base64url');
  return { token, cookie: `fundus-studio-${hash(token).toString('hex').slice(0, 8)}` };
}

/**
 * Whether a request comes from the page of this session. A port of 127.0.0.1 is open to every program and every web
 * page on the machine; what keeps them out:
 * - DNS rebinding: a foreign site whose name is made to point at 127.0.0.1 is same-origin to the browser, but sends
 *   its own name as `Host`, which is not among ours.
 * - Cross-site request forgery: a foreign page sends its own `Origin`, or one that is no page's, and its
 *   `Sec-Fetch-Site`; the cookie is `SameSite=Strict` besides. Another local server is the same site to the browser
 *   and its page's requests carry the cookie, so the origin must be this very host and port.
 * - Other users of the machine: they know neither token nor cookie, which no script can read.
 */
export function admit(request: Request, lock: Lock): Admission {
  const url = new URL(request.url);
  const host = request.headers.get('host') ?? url.host;
  if (!loopback.has(host.replace(/:\d+$/, '')))
    return refused(`A request to the host "${host}" is not for this session`);
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== `http://${host}`)
    return refused(`A page of ${origin} may not use this session`);
  if (isCrossSite(request, url)) return refused('Another site may not use this session');
  const offered = url.searchParams.get('token');
  if (offered !== null && request.method === 'GET' && isSame(offered, lock.token))
    return exchanged(url, lock);
  if (isSame(cookieOf(request, lock.cookie), lock.token)) return { kind: 'admitted' };
  return refused('This browser has not opened the session', 'open the whole address that the terminal shows');
}

/** Following a link to the page is no harm, and all that other sites may do. */
function isCrossSite({ headers, method }: Request, { pathname }: URL): boolean {
  const site = headers.get('sec-fetch-site') ?? 'none';
  if (site === 'none' || site === 'same-origin') return false;
  const isLink =
    method === 'GET' && headers.get('sec-fetch-mode') === 'navigate' && !pathname.startsWith('/api/');
  return !isLink;
}

function exchanged(url: URL, { token, cookie }: Lock): Admission {
  const parameters = new URLSearchParams(url.searchParams);
  parameters.delete('token');
  const rest = parameters.size === 0 ? '' : `?${parameters}`;
  // Two slashes would begin the name of another host.
  const location = url.pathname.replace(/^\/+/, '/') + rest;
  return {
    kind: 'exchanged',
    location,
    setCookie: `${cookie}=${token}; HttpOnly; SameSite=Strict; Path=/`,
  };
}

function cookieOf(request: Request, name: string): string {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

function refused(message: string, hint?: string): Admission {
  return {
    kind: 'refused',
    error: new FundusError('forbidden', message, hint === undefined ? {} : { hint }),
  };
}

/** Takes the same time wherever they differ. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(hash(a), hash(b));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
