import { defineConfig } from 'vitest/config';

/** Minutes, not seconds: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['tests/soak/**/*.long.test.ts'],
    maxConcurrency: 3,
  },
});
