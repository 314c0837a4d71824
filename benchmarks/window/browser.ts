import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { launchChromium } from '../../tests/e2e/chromium.ts';
import { type Session, startSession } from '../../tests/e2e/session.ts';

const rendererConfig = resolve(import.meta.dirname, '../../vite.renderer.config.ts');
export const viewport = { width: 1280, height: 800 };

/** What a measurement in the window works with: a new browser, and a session of its own on a project. */
export interface Window {
  readonly browser: Browser;
  readonly session: Session;
}

/** A page that has nothing in its cache. */
export async function newPage(browser: Browser, initScript?: () => void): Promise<Page> {
  const context = await browser.newContext({ viewport });
  if (initScript !== undefined) await context.addInitScript(initScript);
  return context.newPage();
}

/**
 * Builds the page, makes a project, opens it in a browser session and measures.
 * @param prepare makes the project in the folder
 */
export async function withWindow<T>(
  prepare: (dir: string) => Promise<void>,
  measure: (window: Window) => Promise<T>,
): Promise<T> {
  await build({ configFile: rendererConfig, logLevel: 'error' });
  const folder = await mkdtemp(join(tmpdir(), 'fundus-bench-'));
  try {
    const project = join(folder, 'project');
    await prepare(project);
    const session = await startSession(join(folder, 'home'), project);
    const browser = await launchChromium();
    try {
      return await measure({ browser, session });
    } finally {
      await browser.close();
      await session.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
