import { defineConfig } from 'vitest/config';

const BROWSER_TESTS = 'tests/e2e/**/*.test.ts';

export default defineConfig({
  test: {
    // Waits end on what is seen. These limits end what would never end, on the slowest of machines.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/**/*.test.ts'],
          // The others need emulators, tools of deploying, or minutes: npm run test:cloud, test:deploy, test:long.
          exclude: [BROWSER_TESTS, 'tests/cloud/**', 'tests/deploy/**', 'tests/**/*.long.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [BROWSER_TESTS],
          globalSetup: 'tests/e2e/site.ts',
        },
      },
    ],
  },
});
