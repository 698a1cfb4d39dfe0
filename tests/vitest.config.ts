import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // They need emulators, tools of deploying, or minutes: npm run test:cloud, test:deploy, test:long.
    exclude: ['tests/cloud/**', 'tests/deploy/**', 'tests/**/*.long.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
