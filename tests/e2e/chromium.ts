import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright';
import { patienceMs } from '../until.ts';

/** Playwright's own Chromium where it was installed, else the one that comes inside an npm package. */
export async function chromiumPath(): Promise<string> {
  const installed = chromium.executablePath();
  return existsSync(installed) ? installed : sparticuz.executablePath();
}

/** Containers seldom allow Chromium's sandbox, and have a small /dev/shm. */
const args = ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage', '--disable-gpu'];

/** Unlike the packaged browser's own arguments, these leave web security and separate processes as users have them. */
export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args, timeout: patienceMs });
  browser.on('context', (context) => context.setDefaultTimeout(patienceMs));
  return browser;
}
