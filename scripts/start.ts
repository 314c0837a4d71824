import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'electron-vite';
import { build as buildPage } from 'vite';
import { findElectron, noDisplay } from './electron-binary.ts';

/** Opens the desktop application, or where that cannot be, says why and starts the browser session. */
const root = resolve(import.meta.dirname, '..');
const electron = noDisplay(process.platform, process.env) ?? (await findElectron(root));

if ('binary' in electron) {
  await build({ root, logLevel: 'warn' });
  run(electron.binary, [root, ...process.argv.slice(2)]);
} else {
  console.error(`Fundus Studio: ${electron.missing}; starting the browser session instead`);
  await buildPage({ configFile: resolve(root, 'vite.renderer.config.ts'), logLevel: 'warn' });
  run(process.execPath, [resolve(root, 'src/main/browser-session.ts'), ...process.argv.slice(2)]);
}

/** The program takes over the terminal: signals are for it to answer, its end is ours. */
function run(program: string, args: readonly string[]): void {
  const child = spawn(program, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
