import { defineConfig } from 'vitest/config';

/** Minutes, not seconds: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['tests/cloud/**/*.long.test.ts'],
    globalSetup: ['tests/cloud/global-setup.ts'],
    maxConcurrency: 4,
  },
});
