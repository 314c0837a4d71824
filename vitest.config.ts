import { defineConfig } from 'vitest/config';

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
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
