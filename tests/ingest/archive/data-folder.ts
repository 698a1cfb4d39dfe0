import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { ingest, type IngestOptions } from '@playkin/functions/src/ingest/ingest.ts';
import { findRuns } from '@playkin/functions/src/ingest/archive/read.ts';
import { replay } from '@playkin/functions/src/ingest/replay.ts';
import type { Row, Warehouse } from '@playkin/functions/src/warehouse.ts';
import { afterAll } from 'vitest';
import type { fakeIgdb } from '../../support/fake-igdb.ts';
import { memoryStorage } from '../../support/memory-storage.ts';

const HOUR_MS = 3_600_000;

const opened: { close(): void }[] = [];
afterAll(() => {
  for (const warehouse of opened.splice(0)) warehouse.close();
});

/** An empty warehouse, and an archive that may hold something. */
export async function dataFolder(objects = new Map<string, Uint8Array>()) {
  const storage = memoryStorage(objects);
  const warehouse = await openDuckDb({ path: ':memory:', storage, memoryLimit: '256MB' });
  opened.push(warehouse);
  const rows = (sql: string): Promise<Row[]> => Array.fromAsync(warehouse.query(sql));
  let replays = 0;
  return {
    objects,
    warehouse,
    storage,
    rows,
    /** What ingestion has written, without the rows of replays. */
    tables: async () => ({
      games: await rows('SELECT * FROM raw_games ORDER BY id'),
      rejects: await rows('SELECT * FROM rejects ORDER BY run_id, position'),
      runs: await rows(`SELECT * FROM runs WHERE mode <> 'replay' ORDER BY run_id`),
    }),
    /** Replays what lies below the prefix. */
    replay: async (prefix = '') => {
      replays += 1;
      const deps = {
        warehouse,
        storage,
        clock: Date.now,
        newRunId: () => `zz-replay-${replays}`,
        progress: () => undefined,
      };
      return replay(deps, await findRuns(storage, prefix));
    },
  };
}

export type DataFolder = Awaited<ReturnType<typeof dataFolder>>;

/** Runs that ask the IGDB, each an hour after the one before. */
export function nightly({ warehouse, storage }: DataFolder, igdb: ReturnType<typeof fakeIgdb>) {
  const { state } = igdb;
  let runs = 0;
  return {
    ask(options: IngestOptions, into: Warehouse = warehouse) {
      state.nowMs += HOUR_MS;
      runs += 1;
      const newRunId = () => `run-${String(runs).padStart(2, '0')}`;
      const clock = () => state.nowMs;
      return ingest(
        {
          igdb: igdb.client,
          warehouse: into,
          storage,
          clock,
          newRunId,
          progress: () => undefined,
          renewLease: () => Promise.resolve(),
        },
        options,
      );
    },
  };
}
