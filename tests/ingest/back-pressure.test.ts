import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import type { GamePage } from '@playkin/functions/src/igdb/pages.ts';
import { openArchive } from '@playkin/functions/src/ingest/archive/write.ts';
import { BATCH } from '@playkin/functions/src/ingest/batches.ts';
import { storePages } from '@playkin/functions/src/ingest/fetch.ts';
import { NEW_SWEEP } from '@playkin/functions/src/ingest/run.ts';
import { startRun } from '@playkin/functions/src/ingest/session.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { expect, test } from 'vitest';
import { memoryStorage } from '../support/memory-storage.ts';

const never = new AbortController().signal;
const PAGE = BATCH.records / 4;
/** What is compressed while a batch is stored. */
const PAGES_BEYOND_BATCH = 4;

test('a warehouse slower than the server holds up the pages', async () => {
  const storage = memoryStorage();
  const warehouse = await openDuckDb({ path: ':memory:', storage, memoryLimit: '64MB' });
  await warehouse.upsert(rawTable('raw_games'), []);
  const startedAt = '2026-01-01T00:00:00.000Z';
  const run = startRun('run-1', { mode: 'full', afterId: 0, watermark: null, sweep: NEW_SWEEP }, startedAt);
  const archive = openArchive(storage, run);
  let given = 0;
  async function* endless(): AsyncGenerator<GamePage> {
    for (let first = 1; ; first += PAGE) {
      await Promise.resolve();
      given += 1;
      const records = Array.from({ length: PAGE }, (_, i) => ({ id: first + i, name: 'x', updated_at: 1 }));
      yield { records, lastId: first + PAGE - 1, remaining: undefined, final: false, fetchedAt: startedAt };
    }
  }
  const givenWhileStored: number[] = [];
  const stored = storePages(
    {
      warehouse,
      ledger: { run, archive, rejected: new Set(), record: () => Promise.resolve() },
      check: () => Promise.resolve(),
      stop: { signal: never, cutoff: never },
      // Where storing begins: the server has all the time it could wish for.
      renewLease: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        givenWhileStored.push(given);
      },
    },
    endless(),
    () => undefined,
  );
  await stored.next();
  await stored.next();
  await stored.return(undefined);
  warehouse.close();
  const batchPages = BATCH.records / PAGE;
  expect(givenWhileStored[0]).toBeLessThanOrEqual(batchPages + PAGES_BEYOND_BATCH);
  expect(givenWhileStored[1]).toBeLessThanOrEqual(2 * batchPages + PAGES_BEYOND_BATCH);
});
