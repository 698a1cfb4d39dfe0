import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // They need emulators: npm run test:cloud.
    exclude: ['tests/cloud/**'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
