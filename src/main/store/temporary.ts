import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';

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
