import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { build } from 'electron-vite';
import { build as buildPage } from 'vite';
import { noWindow } from '../src/main/doctor/window.ts';
import { notServed } from '../src/main/runtime/systems.ts';
import { findElectron } from './electron-binary.ts';

/** A window that ends with an error sooner than this never opened. */
const openWithinMs = 10_000;

const root = resolve(import.meta.dirname, '..');
const given = process.argv.slice(2);
const reason = notServed();
if (reason !== undefined) {
  console.error(`Fundus Studio: ${reason}`);
  process.exit(1);
}
const why = await openWindow();
if (why !== undefined) {
  console.error(`Fundus Studio: ${why}; starting the browser session instead`);
  await buildPage({ configFile: resolve(root, 'vite.renderer.config.ts'), logLevel: 'warn' });
  process.exit(await run(process.execPath, [resolve(root, 'src/main/browser-session.ts'), ...given]));
}

/** Opens the desktop application until it is closed. @returns why it could not */
async function openWindow(): Promise<string | undefined> {
  const electron = noWindow(process.platform, process.env) ?? (await findElectron(root));
  if ('missing' in electron) return electron.missing;
  await build({ root, logLevel: 'warn' });
  const startedAt = Date.now();
  const code = await run(electron.binary, [root, ...given]);
  if (code !== 0 && Date.now() - startedAt < openWithinMs) return `Electron ended at once with ${code}`;
  process.exit(code);
}

/** The program takes over the terminal: signals are for it to answer, its end is ours. */
async function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      child.kill(signal);
    });
  }
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
