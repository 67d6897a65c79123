import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{terminal,peripherals,sync,kiosk-config,tools,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'out/**'],
    // PostgreSQL for the centre's tests, started by the first that asks.
    globalSetup: ['kiosk-config/centre/testing/global-setup.ts'],
    // Real processes, ptys and browsers start slowly on a small machine; a hang still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
