import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // They need emulators, or minutes: npm run test:cloud, npm run test:long.
    exclude: ['tests/cloud/**', 'tests/**/*.long.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
