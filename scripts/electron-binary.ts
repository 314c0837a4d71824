import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installedBinary } from '../src/main/doctor/window.ts';

/** Electron's program, or why there can be no window. */
export type Found = { readonly binary: string } | { readonly missing: string };

/** A hundred megabytes on a slow line; a network that drops packets would let it hang for ever. */
const downloadWithinMs = 5 * 60_000;
/** It prints its version, which tells whether the libraries that it needs are there. */
const answerWithinMs = 20_000;

/** Electron's program, which is downloaded at its first use, once. */
export async function findElectron(root: string, withinMs = downloadWithinMs): Promise<Found> {
  const installer = join(root, 'node_modules/electron/install.js');
  if (!existsSync(installer)) return { missing: 'Electron is not installed' };
  if (!installedBinary(root)) {
    console.error('Fundus Studio: downloading Electron, once ...');
    const failure = await succeeds(process.execPath, [installer], withinMs);
    if (failure !== undefined) return { missing: `Electron could not be downloaded (${failure})` };
  }
  const binary = installedBinary(root);
  if (binary === undefined) return { missing: 'Electron could not be downloaded' };
  const failure = await succeeds(binary, ['--version'], answerWithinMs);
  return failure === undefined ? { binary } : { missing: `Electron does not run here (${failure})` };
}

/** Runs a program to its end. @returns in one line why it failed, undefined if it did not */
async function succeeds(
  program: string,
  args: readonly string[],
  withinMs: number,
): Promise<string | undefined> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: withinMs,
    killSignal: 'SIGKILL',
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (code === 0) return undefined;
    if (signal === 'SIGKILL') return `no answer within ${withinMs / 1000} s`;
    return (
      errors
        .trim()
        .split('\n')[0]
        ?.replace(/^\w*Error: /, '') || `it ended with ${code ?? signal}`
    );
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
