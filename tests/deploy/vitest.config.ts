import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/deploy/**/*.test.ts'],
    testTimeout: 120_000,
    // The first run fetches and builds what it needs.
    hookTimeout: 600_000,
  },
});
