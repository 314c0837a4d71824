import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface ScriptResult {
  readonly pid: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/**
 * Runs a script, given relative to tests/unit, in a process of its own. `killAtOutput` kills it outright (SIGKILL) as
 * soon as it has
 * printed that text.
 */
export async function runScript(
  path: string,
  args: readonly string[] = [],
  options: { killAtOutput?: string; onOutput?: () => void; environment?: NodeJS.ProcessEnv } = {},
): Promise<ScriptResult> {
  const script = join(import.meta.dirname, '..', path);
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...options.environment },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    options.onOutput?.();
    if (options.killAtOutput && output.includes(options.killAtOutput)) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return { pid: child.pid ?? 0, code: child.exitCode, signal: child.signalCode, output };
}
