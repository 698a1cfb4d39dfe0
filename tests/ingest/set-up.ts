import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { BATCH, type BatchSize } from '@playkin/functions/src/ingest/batches.ts';
import { ingest, type IngestOptions } from '@playkin/functions/src/ingest/ingest.ts';
import type { ProgressUpdate } from '@playkin/functions/src/progress/progress.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import type { Row, Warehouse } from '@playkin/functions/src/warehouse.ts';
import { onTestFinished } from 'vitest';
import { fakeIgdb, type Game } from '../support/fake-igdb.ts';

/** In seconds. */
export const HOUR = 3600;
/** Seconds since 1970; an hour before the first run. */
export const START = Date.parse('2026-01-01T00:00:00Z') / 1000;
export const game = (id: number, more: Partial<Game> = {}): Game => ({
  id,
  name: `Game ${id}`,
  updated_at: START - 1000 * HOUR + id,
  checksum: `c${id}`,
  ...more,
});

/** An IGDB of these games and an empty warehouse. */
export async function setUp(games: Game[]) {
  const folder = await mkdtemp(join(tmpdir(), 'playkin-ingest-'));
  const storage = folderStorage(folder);
  const duckDb = await openDuckDb({ path: ':memory:', storage, memoryLimit: '256MB' });
  onTestFinished(async () => {
    duckDb.close();
    await rm(folder, { recursive: true });
  });
  const igdb = fakeIgdb(games);
  const progress: ProgressUpdate[] = [];
  let runs = 0;
  /** Runs ingest an hour after the last time. */
  const run = (options: IngestOptions, warehouse: Warehouse = duckDb, batch: BatchSize = BATCH) => {
    runs += 1;
    igdb.state.nowMs += HOUR * 1000;
    return ingest(
      {
        igdb: igdb.client,
        warehouse,
        storage,
        clock: () => igdb.state.nowMs,
        newRunId: () => `run-${runs}`,
        progress: (update) => progress.push(update),
        renewLease: () => Promise.resolve(),
        batch,
      },
      options,
    );
  };
  const rows = async (sql: string) => {
    const found: Row[] = [];
    for await (const row of duckDb.query(sql)) found.push(row);
    return found;
  };
  return { duckDb, storage, igdb, progress, run, rows, state: igdb.state };
}
