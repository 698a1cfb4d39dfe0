import { type DuckDbWarehouse, openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { buildTables } from '@playkin/functions/src/similarity/build-tables.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import type { Row } from '@playkin/functions/src/warehouse.ts';
import { memoryStorage } from './memory-storage.ts';

/** An IGDB record, as far as the pipeline demands anything of it. */
export interface GameRecord extends Record<string, unknown> {
  id: number;
}

/** A warehouse that is gone when it is closed. Test files run beside each other, so one thread is enough unless more are asked for. */
export const openMemory = (options: { threads?: number } = {}): Promise<DuckDbWarehouse> =>
  openDuckDb({ path: ':memory:', storage: memoryStorage(), memoryLimit: '1GB', threads: 1, ...options });

/** The record as ingestion stores it. */
export const rawGame = (record: GameRecord): Row => ({
  id: record.id,
  updated_at: '2026-01-01T00:00:00.000Z',
  checksum: null,
  payload: JSON.stringify(record),
  fetched_at: '2026-01-02T00:00:00.000Z',
  run_id: 'test',
  removed_at: null,
});

export interface BuildOptions {
  threads?: number;
  /** Builds a table in as many slices as all of IGDB's games take. Default: in as many as these games take. */
  inAllSlices?: boolean;
}

/** A memory warehouse of these games with every table of the similarity stage built. */
export async function buildSimilarity(
  records: GameRecord[],
  { inAllSlices = false, ...options }: BuildOptions = {},
): Promise<DuckDbWarehouse> {
  const warehouse = await openMemory(options);
  await warehouse.upsert(rawTable('raw_games'), records.map(rawGame));
  const steps = stepsOf('seeds', 'staging', 'features', 'similarity');
  // How many games there are is known to the steps that are built together.
  for (const together of inAllSlices ? steps.map((step) => [step]) : [steps]) {
    await buildTables(warehouse, together, () => undefined);
  }
  return warehouse;
}
