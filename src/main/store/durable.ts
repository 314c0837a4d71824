import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Writes a new file and waits until its content is on the disk. */
export async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until the names in a folder are on the disk. Windows cannot, and writes them through by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const staleAfterMs = 24 * 60 * 60 * 1000;

/** A name for something unfinished that tells which process is at it: "PID-UUID". */
export function temporaryName(): string {
  return `${process.pid}-${randomUUID()}`;
}

/**
 * Whether nobody is at work any more on the file or folder `path` with this temporary name: its process has ended,
 * or it has not been touched for a day, when another process may have got the same id.
 */
export function isLeftOver(name: string, path: string): boolean {
  return !isAlive(Number.parseInt(name, 10)) || isStale(path);
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isStale(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > staleAfterMs;
}
