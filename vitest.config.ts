import { defineConfig } from 'vitest/config';

/** A busy machine takes its time; what does not come at all still fails. */
const expectation = { poll: { timeout: 30_000, interval: 50 } };

export default defineConfig({
  test: {
    // Tests share two cores with ONNX Runtime's own threads.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'services',
          include: ['tests/{unit,parity,contract}/**/*.test.ts'],
          pool: 'forks',
          expect: expectation,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'application',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          pool: 'forks',
          expect: expectation,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
