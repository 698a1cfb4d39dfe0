import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '@playkin/functions/src/catalogue/bundled.ts';
import type { Row } from '@playkin/functions/src/warehouse.ts';
import { type GameRecord, openMemory } from '../support/memory-warehouse.ts';
import { describeCloud, type Emulators, startEmulators, warehouseOn } from './emulators.ts';
import { differences } from './same-tables.ts';

/** Joins are nested loops in the emulator: the time grows with the square. */
const GAMES = 40;

describeCloud('the similarity pipeline', () => {
  let emulators: Emulators;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());

  test(`makes the same tables of ${GAMES} bundled games as DuckDB`, { timeout: 1_200_000 }, async () => {
    const lines = await Array.fromAsync(readBundledCatalogue(BUNDLED_CATALOGUE_DIR));
    const records = lines.slice(0, GAMES).map((line) => JSON.parse(line) as GameRecord);
    const duckDb = await openMemory();
    const bigQuery = warehouseOn(emulators, await emulators.newBucket());
    try {
      expect(await differences(duckDb, bigQuery, records)).toEqual([]);
      const [{ n } = {}]: Row[] = await Array.fromAsync(duckDb.query('SELECT COUNT(*) AS n FROM neighbors'));
      expect(n).toBeGreaterThan(GAMES * 10);
    } finally {
      duckDb.close();
    }
  });
});
