import { defineConfig } from 'vitest/config';

const BROWSER_TESTS = 'tests/e2e/**/*.test.ts';

export default defineConfig({
  test: {
    // As many as there are cores: by default one core is left to vitest itself, which is half of a machine with two.
    maxWorkers: '100%',
    // Waits end on what is seen. These limits end what would never end, on the slowest of machines.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          // A process of its own for each file took a third of a second of it; no test changes what another file imports.
          isolate: false,
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
