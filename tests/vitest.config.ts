import { defineConfig } from 'vitest/config';

const BROWSER_TESTS = 'tests/e2e/**/*.test.ts';

export default defineConfig({
  test: {
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/**/*.test.ts'],
          // The others need emulators, tools of deploying, or minutes: npm run test:cloud, test:deploy, test:long.
          exclude: [BROWSER_TESTS, 'tests/cloud/**', 'tests/deploy/**', 'tests/**/*.long.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [BROWSER_TESTS],
          globalSetup: 'tests/e2e/site.ts',
          // Above the limit of a page's waits, whose messages say what was missing.
          testTimeout: 240_000,
        },
      },
    ],
  },
});
