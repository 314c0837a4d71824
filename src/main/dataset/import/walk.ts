import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FundusError } from '../../../shared/errors.ts';
import type { LeftOut } from '../layouts/plan.ts';

export interface FileList {
  readonly files: string[];
  readonly leftOut: LeftOut[];
}

/** In a folder with this file lies a project, whose files are no data set. */
const projectDatabase = 'project.sqlite';

/**
 * All files of the paths, those of folders recursively. Hidden files are passed over; the folders of projects are
 * left out.
 *
 * @throws FundusError 'not-found' when one of the paths does not exist
 */
export async function listFiles(paths: readonly string[]): Promise<FileList> {
  const list: FileList = { files: [], leftOut: [] };
  const visited = new Set<string>();
  for (const path of paths) {
    await visit(resolve(path), list, visited).catch((cause: unknown) => {
      throw asFundusError(cause, path);
    });
  }
  return list;
}

async function visit(path: string, list: FileList, visited: Set<string>): Promise<void> {
  const stats = await stat(path);
  if (stats.isFile()) list.files.push(path);
  if (!stats.isDirectory()) return;
  // A link may lead back to a folder above it.
  const real = await realpath(path);
  if (visited.has(real)) return;
  visited.add(real);
  const names = (await readdir(path)).filter((name) => !name.startsWith('.'));
  if (names.includes(projectDatabase)) {
    list.leftOut.push({ file: path, reason: 'the folder of a project' });
    return;
  }
  for (const name of names) await visit(join(path, name), list, visited);
}

function asFundusError(cause: unknown, path: string): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause;
  return cause.code === 'ENOENT'
    ? new FundusError('not-found', 'There is no such file or folder', { file: path, cause })
    : new FundusError('io', `The folder cannot be read: ${cause.message}`, { file: path, cause });
}
