import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FundusError } from '../../shared/errors.ts';
import { isLeftOver, syncFolder, temporaryName } from '../store/durable.ts';

const prefix = '.fundus-partial-';
const leftOver = /^\.fundus-partial-(\d+-[0-9a-f-]{36})$/;

/** Where an unfinished output grows: beside its target and hidden, so that nothing unfinished bears a final name. */
export interface Staging {
  readonly target: string;
  readonly temporary: string;
}

/** Names the temporary place for a file or folder. */
export function stage(target: string): Staging {
  const path = resolve(target);
  return { target: path, temporary: join(dirname(path), `${prefix}${temporaryName()}`) };
}

/** Gives a finished output its name, durably. @throws FundusError 'output-exists' when something took the name. */
export async function publish({ target, temporary }: Staging): Promise<void> {
  refuseExisting(target);
  try {
    if (existsSync(target)) await rmdir(target); // An empty folder: Windows does not rename over it.
    await rename(temporary, target);
  } catch (error) {
    refuseExisting(target); // Another export may have taken the name meanwhile.
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Removes what is unfinished; what cannot be removed now is a left-over for the next export. */
export async function discard({ temporary }: Staging): Promise<void> {
  await rm(temporary, { recursive: true, force: true }).catch(() => {});
}

/** @throws FundusError 'output-exists' unless the path is free or an empty folder. */
export function refuseExisting(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || (stats.isDirectory() && readdirSync(path).length === 0)) return;
  throw new FundusError(
    'output-exists',
    stats.isDirectory() ? 'The output folder is not empty' : 'The output exists already',
    { file: path, hint: 'choose another name, or remove it first' },
  );
}

/** Makes the folder and removes what crashed exports left in it. */
export async function prepareParent(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const owner = leftOver.exec(name)?.[1];
    const path = join(folder, name);
    if (owner !== undefined && isLeftOver(owner, path)) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
