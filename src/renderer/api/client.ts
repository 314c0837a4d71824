import { problemSchema } from '../../shared/api/problem.ts';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import type { ErrorDetails } from '../../shared/errors.ts';

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

/** @throws ServiceError */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await call('GET', path, signal ? { signal } : {})).json() as Promise<T>;
}

/** Sends JSON and reads JSON. @throws ServiceError */
export async function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const init =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await call(method, path, init);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Sends bytes and reads JSON. @throws ServiceError */
export async function sendBytes<T>(
  method: 'POST' | 'PUT',
  path: string,
  body: NonNullable<RequestInit['body']>,
  signal?: AbortSignal,
): Promise<T> {
  const response = await call(method, path, {
    body,
    headers: { 'content-type': 'application/octet-stream' },
    ...(signal && { signal }),
  });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** @throws ServiceError */
export async function getBytes(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await call('GET', path, signal ? { signal } : {})).arrayBuffer());
}

/** Address of a file of the project. */
export const fileUrl = (sha256: string, extension: 'jpg' | 'png') => `${root}/files/${sha256}.${extension}`;

/** Address of the thumbnail of a synthetic image; with its content, as in another project its number is another's. */
export const syntheticThumbnailUrl = ({ id, sha256 }: Pick<SyntheticItem, 'id' | 'sha256'>) =>
  `${root}/synthetic/${id}/thumbnail?of=${sha256}`;

export const eventsUrl = `${root}/events`;

async function call(method: string, path: string, init: RequestInit): Promise<Response> {
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
