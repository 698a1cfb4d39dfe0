import type { LocalWarehouse } from '@playkin/functions/src/cli/context.ts';

/** Takes everything and keeps nothing: what is left of an ingest is its own work. */
export const forgetfulWarehouse = (): LocalWarehouse => ({
  upsert: async (_table, rows) => ({ inserted: (await Array.fromAsync(rows)).length, updated: 0 }),
  query: async function* () {
    // No rows.
  },
  materialize: () => Promise.resolve({ rows: 0 }),
  extract: () => Promise.resolve([]),
  close: () => undefined,
});
