import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{terminal,peripherals,sync,kiosk-config,tools,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'out/**'],
    // PostgreSQL for the centre's tests and built screens for those of the terminal's, each made by the first that asks.
    globalSetup: ['kiosk-config/centre/testing/global-setup.ts', 'terminal/ui/gallery/global-setup.ts'],
    // As many as there are cores: most tests wait, for a process, a disk or a browser. By itself it leaves one free.
    maxWorkers: '100%',
    // Real processes, ptys and browsers start slowly on a small machine; a hang still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What comes is seen at once; only what does not come takes so long to say so.
    expect: { poll: { timeout: 20_000 } },
  },
});
