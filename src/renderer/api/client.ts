import type { AnswerOf, Asking, EndpointName } from '../../shared/api/endpoints.ts';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { type ErrorDetails, problemSchema } from '../../shared/errors.ts';

/** What the service answered instead of a success; `message` is the service's own. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly file: string | undefined;
  readonly hint: string | undefined;

  constructor(code: string, message: string, { file, hint }: ErrorDetails = {}) {
    super(message);
    this.code = code;
    this.file = file;
    this.hint = hint;
  }
}

/** The service's paths begin here, in the browser session and in the desktop application alike. */
const root = '/api';

type Ask<Name extends EndpointName> = Asking<Name> & { readonly signal?: AbortSignal };

/** Asks the service for what an endpoint answers. @throws ServiceError */
export async function call<Name extends EndpointName>(
  name: Name,
  ...[ask]: Record<never, never> extends Asking<Name> ? [ask?: Ask<Name>] : [ask: Ask<Name>]
): Promise<AnswerOf<Name>> {
  const [method = '', path = ''] = name.split(' ');
  const { params, query, body, signal }: AnyAsk = ask ?? {};
  const response = await request(method, withQuery(withParams(path, params), query), {
    ...(signal && { signal }),
    ...(body !== undefined && contentOf(body)),
  });
  const answer: unknown = response.status === 204 ? undefined : await response.json();
  // The service's handlers are typed by the same table.
  return answer as AnswerOf<Name>;
}

interface AnyAsk {
  readonly params?: object;
  readonly query?: object;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

function contentOf(body: unknown): RequestInit {
  if (body instanceof Blob || body instanceof ArrayBuffer) {
    return { body, headers: { 'content-type': 'application/octet-stream' } };
  }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

function withParams(path: string, params: object = {}): string {
  const values = new Map(Object.entries(params));
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values.get(name)));
}

function withQuery(path: string, query: object = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, `${value}`);
  }
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** What is no JSON: pictures and bits. @throws ServiceError */
export async function getBytes(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await request('GET', path, signal ? { signal } : {})).arrayBuffer());
}

/** Address of a file of the project. */
export const fileUrl = (sha256: string, extension: 'jpg' | 'png') => `${root}/files/${sha256}.${extension}`;

/** Address of the thumbnail of a synthetic image; with its content, as in another project its number is another's. */
export const syntheticThumbnailUrl = ({ id, sha256 }: Pick<SyntheticItem, 'id' | 'sha256'>) =>
  `${root}/synthetic/${id}/thumbnail?of=${sha256}`;

export const eventsUrl = `${root}/events`;

async function request(method: string, path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(root + path, { ...init, method }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ServiceError('unreachable', 'The application does not answer', {
      hint: 'if its window or terminal was closed, start it again',
    });
  });
  if (response.ok) return response;
  throw await problemOf(response);
}

async function problemOf(response: Response): Promise<ServiceError> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = problemSchema.safeParse(body);
  if (!problem.success)
    return new ServiceError('internal', `The application answered with status ${response.status}`);
  const { code, message, file, hint } = problem.data;
  return new ServiceError(code, message, {
    ...(file !== undefined && { file }),
    ...(hint !== undefined && { hint }),
  });
}
