import { resolve } from 'node:path';
import { build as buildApplication } from 'electron-vite';
import { build as buildPage } from 'vite';
import { installedBinary } from '../../src/main/doctor/window.ts';
import { chromiumPath } from './chromium.ts';

const root = resolve(import.meta.dirname, '../..');

/** Builds what is tested and unpacks the browser once, before test files would do it at the same time. */
export async function setup(): Promise<void> {
  if (installedBinary(root)) await buildApplication({ root, logLevel: 'warn' });
  else await buildPage({ configFile: resolve(root, 'vite.renderer.config.ts'), logLevel: 'warn' });
  await chromiumPath();
}
