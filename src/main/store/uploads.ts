import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, renameSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { JobStatus } from '../../shared/api/jobs.ts';
import { FundusError } from '../../shared/errors.ts';
import { importOptionsSchema } from '../../shared/jobs/requests.ts';
import { isLeftOver, temporaryName } from './durable.ts';
import { listJobs } from './jobs.ts';
import type { Project } from './project.ts';

/** Files that came over a connection, to be imported like those of any folder. */
export interface Upload {
  readonly id: string;
  /** Holds the files that arrived whole. */
  readonly dir: string;
}

const idPattern = /^\d+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function createUpload(project: Project): Promise<Upload> {
  const upload = uploadOf(project, temporaryName());
  await mkdir(upload.dir, { recursive: true });
  await mkdir(join(dirname(upload.dir), 'incoming'));
  return upload;
}

/** @throws FundusError 'not-found' */
export function getUpload(project: Project, id: string): Upload {
  const upload = idPattern.test(id) ? uploadOf(project, id) : undefined;
  if (upload && existsSync(upload.dir)) return upload;
  throw new FundusError('not-found', 'This upload is not there any more', { hint: 'add the files again' });
}

export async function removeUpload(project: Project, id: string): Promise<void> {
  if (!idPattern.test(id)) return;
  await rm(join(uploadsFolder(project), id), { recursive: true, force: true });
}

/** A failed import may be tried again. */
const endedStatuses: readonly JobStatus[] = ['finished', 'cancelled'];

/** Removes the uploads of processes that have ended, save those that an import is still to read. */
export async function removeOldUploads(project: Project): Promise<void> {
  const jobs = await listJobs(project);
  const waiting = jobs.filter(({ kind, status }) => kind === 'import' && !endedStatuses.includes(status));
  const needed = waiting.map(({ options }) => importOptionsSchema.safeParse(options).data?.upload);
  const folder = uploadsFolder(project);
  const ids = await readdir(folder).catch(() => []);
  const old = ids.filter(
    (id) => idPattern.test(id) && !needed.includes(id) && isLeftOver(id, join(folder, id, 'files')),
  );
  for (const id of old) await removeUpload(project, id);
}

/**
 * Writes a file into an upload as its bytes arrive. It is there when all of them are, or not at all.
 *
 * @param path relative, with '/' between folders; none of the parts may lead elsewhere
 * @throws FundusError 'usage' for such a path, 'output-exists', 'too-large', 'io'
 */
export async function receiveFile(
  upload: Upload,
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<void> {
  const file = join(upload.dir, ...safeParts(path));
  refuseExisting(file, path);
  const incoming = join(dirname(upload.dir), 'incoming', randomUUID());
  try {
    await pipeline(
      Readable.from(bytes),
      limitTo(maxBytes, path),
      createWriteStream(incoming, { flags: 'wx' }),
    );
    await mkdir(dirname(file), { recursive: true });
    refuseExisting(file, path);
    renameSync(incoming, file);
  } catch (cause) {
    throw receiveError(cause, path);
  } finally {
    await rm(incoming, { force: true });
  }
}

function uploadsFolder(project: Project): string {
  return join(project.dir, 'uploads');
}

function uploadOf(project: Project, id: string): Upload {
  return { id, dir: join(uploadsFolder(project), id, 'files') };
}

/** How a person knows a file: one of an upload by its path within it, any other by its whole path. */
export function shownPath(project: Project, file: string): string {
  const [id = '', files, ...parts] = relative(uploadsFolder(project), file).split(sep);
  return idPattern.test(id) && files === 'files' && parts.length > 0 ? parts.join('/') : file;
}

/** Neither absolute nor upwards, and nothing that some system reads as a drive, a stream or a device. */
function safeParts(path: string): string[] {
  const parts = path.split('/');
  const isSafe = (part: string) =>
    part !== '' && part !== '.' && part !== '..' && part.length <= 255 && !/[\\:\p{Cc}]/u.test(part);
  if (path.length <= 2000 && parts.every(isSafe)) return parts;
  throw new FundusError('usage', 'A file of an upload needs a relative path within it', { file: path });
}

function refuseExisting(file: string, path: string): void {
  if (!existsSync(file)) return;
  throw new FundusError('output-exists', 'The upload has a file of this name already', { file: path });
}

function limitTo(maxBytes: number, path: string) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
    let total = 0;
    for await (const chunk of chunks) {
      total += chunk.byteLength;
      if (total > maxBytes) {
        throw new FundusError('too-large', `The file has more than ${maxBytes / 1e6} megabytes`, {
          file: path,
        });
      }
      yield chunk;
    }
  };
}

function receiveError(cause: unknown, path: string): FundusError {
  if (cause instanceof FundusError) return cause;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC') {
    return new FundusError('io', 'The disk of the project is full', { file: path, cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FundusError('io', `The file did not arrive: ${reason}`, { file: path, cause });
}
