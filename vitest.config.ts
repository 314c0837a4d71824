import { defineConfig } from 'vitest/config';
import { patienceMs } from './tests/until.ts';
import { longestMs } from './tests/watchdog.ts';

/**
 * Waiting ends with progress, not with the clock: a machine that other work shares may take ten times as long, and what
 * hangs is found within minutes all the same.
 * - `until` (tests/until.ts) waits as long as what it sees changes, as a job's progress does.
 * - A polled expectation and a page's answer to an action, which wait for no job, have `patienceMs`.
 * - tests/watchdog.ts ends a test file whose processes do nothing any more, and one that runs for an hour.
 * So no test and no hook has a time limit of its own; that of Vitest is for systems on which there is no watchdog.
 */
const waiting = {
  expect: { poll: { timeout: patienceMs, interval: 50 } },
  testTimeout: longestMs,
  hookTimeout: longestMs,
};

export default defineConfig({
  test: {
    // Tests share two cores with ONNX Runtime's own threads.
    maxWorkers: 2,
    globalSetup: ['tests/watchdog.ts'],
    projects: [
      {
        test: {
          name: 'services',
          include: ['tests/{unit,parity,contract}/**/*.test.ts'],
          pool: 'forks',
          ...waiting,
        },
      },
      {
        test: {
          name: 'application',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          pool: 'forks',
          ...waiting,
        },
      },
    ],
  },
});
