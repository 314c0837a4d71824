import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright';
import { expect, onTestFailed } from 'vitest';

/** A page of a session that notes whatever a user would not see going wrong. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, exceptions and failed requests since the page was opened. */
  readonly troubles: readonly string[];
  /** Fails if there was any, and closes the page. */
  close(): Promise<void>;
}

/** What a page looked like when its test failed. */
const screenshots = resolve(import.meta.dirname, '../../out/e2e');
export const viewport = { width: 1280, height: 800 };

export async function openPage(browser: Browser, address: string): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport, acceptDownloads: true });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // A page that leaves a screen stops what it was reading for it.
    if (reason !== 'net::ERR_ABORTED') troubles.push(`request: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`response: ${response.status()} ${response.url()}`);
  });
  onTestFailed(async ({ task }) => {
    const name = task.name.replaceAll(/\W+/g, '-');
    await page.screenshot({ path: join(screenshots, `${name}.png`) }).catch(() => undefined);
    throw new Error(`what the page said until then: ${troubles.join('; ') || 'nothing'}`);
  });
  await page.goto(address);
  return {
    page,
    troubles,
    close: async () => {
      await context.close();
      expect(troubles).toEqual([]);
    },
  };
}
