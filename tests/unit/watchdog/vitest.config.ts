import { defineConfig } from 'vitest/config';

/** A run that hangs, of which the watchdog knows within seconds. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['hanging.ts'], globalSetup: ['impatient.ts'], testTimeout: 0 },
});
