import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { chromiumPath } from './chromium.ts';

/** Builds the page and unpacks the browser once, before test files would do it at the same time. */
export async function setup(): Promise<void> {
  const configFile = fileURLToPath(new URL('../../vite.renderer.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'warn' });
  await chromiumPath();
}
