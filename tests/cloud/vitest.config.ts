import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/cloud/**/*.test.ts'],
    exclude: ['tests/cloud/**/*.long.test.ts'],
    globalSetup: ['tests/cloud/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
