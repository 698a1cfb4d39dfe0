import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalogueFile } from '@playkin/functions/src/catalogue/file.ts';
import { type GameRecord, openMemory } from '../support/memory-warehouse.ts';
import { describeCloud, startEmulators, warehouseOn } from './emulators.ts';
import { differences } from './same-tables.ts';

/** Real records, beside the project where it is developed, never in it. */
const RECORDS = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'igdb', 'games-all.jsonl.gz');
const has = existsSync(RECORDS);
const NOTE = has ? '' : ' (skipped: there is no ../shared/data/igdb beside the project)';
/** Joins are nested loops in the emulator: of 100 games, matching phrases alone takes more than five minutes. */
const SLICES = 20;
const SLICE_GAMES = 20;
/** About 335,000 records: the sample goes through all of them. */
const EVERY = 800;

async function readSample(): Promise<GameRecord[]> {
  const sample: GameRecord[] = [];
  let line = 0;
  for await (const text of readCatalogueFile(RECORDS)) {
    if (line++ % EVERY === 0) sample.push(JSON.parse(text) as GameRecord);
  }
  return sample;
}

describeCloud(`the similarity pipeline on real records${NOTE}`, () => {
  const sample = has ? readSample() : Promise.resolve([]);
  test.skipIf(!has).concurrent.for(Array.from({ length: SLICES }, (_, i) => i))(
    `makes the same tables as DuckDB of slice %i of ${SLICES}, ${SLICE_GAMES} games each`,
    { timeout: 3_600_000 },
    async (slice) => {
      const records = (await sample).slice(slice * SLICE_GAMES, (slice + 1) * SLICE_GAMES);
      expect(records).toHaveLength(SLICE_GAMES);
      const emulators = await startEmulators();
      const duckDb = await openMemory();
      try {
        const bigQuery = warehouseOn(emulators, await emulators.newBucket());
        expect(await differences(duckDb, bigQuery, records)).toEqual([]);
      } finally {
        duckDb.close();
        await emulators.stop();
      }
    },
  );
});
