import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from './chromium.ts';
import { killSessions } from './session.ts';

export interface Suite {
  readonly browser: Browser;
  /** A folder of this test file's own. */
  readonly folder: string;
}

/** A browser and a folder for the tests of a file; to be used inside them. */
export function openSuite(): Suite {
  const suite: { -readonly [Part in keyof Suite]?: Suite[Part] } = {};
  beforeAll(async () => {
    suite.folder = await mkdtemp(join(tmpdir(), 'fundus-e2e-'));
    suite.browser = await launchChromium();
  });
  afterAll(async () => {
    await suite.browser?.close();
    killSessions();
    if (suite.folder) await rm(suite.folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return {
    get browser() {
      return suite.browser!;
    },
    get folder() {
      return suite.folder!;
    },
  };
}
