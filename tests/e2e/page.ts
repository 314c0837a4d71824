import { join, resolve } from 'node:path';
import type { Browser, Locator, Page, Request } from 'playwright';
import { expect, onTestFailed } from 'vitest';
import { until } from '../until.ts';

/** A page of a session that notes whatever a user would not see going wrong. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, exceptions and failed requests since the page was opened. */
  readonly troubles: readonly string[];
  /** Waits until it has read what it wanted to and nothing on it moves any more. */
  atRest(): Promise<void>;
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
  const open = new Set<Request>();
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => {
    open.delete(request);
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
    atRest: async () => {
      const look = async () => ({ moved: await movements(page), open: open.size });
      await until(look, ({ moved, open }) => moved + open === 0);
    },
    close: async () => {
      await context.close();
      expect(troubles).toEqual([]);
    },
  };
}

/** What changes on the page in a few frames, and the transitions that go on after them. */
function movements(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let changes = 0;
    const observer = new MutationObserver((records) => {
      changes += records.length;
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
    observer.disconnect();
    const ends = document.getAnimations().map(({ effect }) => Number(effect?.getComputedTiming().endTime));
    return changes + ends.filter(Number.isFinite).length;
  });
}

/** Waits for what a job brings onto the page, as long as any job makes progress. */
export async function brought(locator: Locator): Promise<void> {
  const look = async () => ({
    isThere: await locator.isVisible(),
    jobs: await locator.page().evaluate(async () => (await fetch('/api/jobs')).text()),
  });
  await until(look, ({ isThere }) => isThere, 500);
}
