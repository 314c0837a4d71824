import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import type { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');
export const sample = join(root, 'resources/sample');

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command line; `onStderr` sees what it prints as it comes. */
export function fundus(
  args: readonly string[],
  onStderr: (text: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
  environment: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'src/main/cli.ts'), ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      onStderr(stderr, (signal) => child.kill(signal));
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Runs a command with `--json`, expects it to succeed, and reads its document. */
export async function fundusJson<T>(schema: z.ZodType<T>, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await fundus([...args, '--json']);
  if (code !== 0) throw new Error(`fundus ${args.join(' ')} ended with ${code}: ${stderr}`);
  return schema.parse(JSON.parse(stdout));
}

/** A folder for a test file, removed after its tests. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'fundus-contract-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
