import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FundusError } from '../../shared/errors.ts';

const marker = '.fundus-demo';

/**
 * Makes an empty folder for the demo. What an earlier demo left in it is removed.
 * @returns its absolute path
 * @throws FundusError 'output-exists' when the folder holds anything else
 */
export async function prepareDemoFolder(dir: string): Promise<string> {
  const folder = resolve(dir);
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.length > 0 && !existsSync(join(folder, marker))) {
    throw new FundusError('output-exists', 'The folder is not empty, and not of an earlier demo', {
      file: folder,
      hint: 'choose another with --out',
    });
  }
  await writeFile(join(folder, marker), 'An earlier demo made this folder; the next one empties it.\n');
  for (const name of names) {
    if (name !== marker) await rm(join(folder, name), { recursive: true, force: true });
  }
  return folder;
}
