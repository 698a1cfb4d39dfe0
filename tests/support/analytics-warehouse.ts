import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '@playkin/functions/src/catalogue/bundled.ts';
import { similarity } from '@playkin/functions/src/similarity/similarity.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import type { Warehouse } from '@playkin/functions/src/warehouse.ts';
import { type GameRecord, rawGame } from './memory-warehouse.ts';

/** When everything here has happened. */
const NOW = '2026-03-01T00:00:00.000Z';

/** Nothing but its name is known of it. */
const BARE_GAME: GameRecord = { id: 999_999_999, name: 'Bare' };

/**
 * What a warehouse holds after an ingest of the bundled catalogue (or the part of it that is asked for) and one bare game that
 * rejected two records, after similarity, and after two measurements of its quality.
 */
export async function makeAnalytics(
  warehouse: Warehouse,
  isWanted: (record: GameRecord, i: number) => boolean = () => true,
): Promise<void> {
  const lines = await Array.fromAsync(readBundledCatalogue(BUNDLED_CATALOGUE_DIR));
  const records = lines.map((line) => JSON.parse(line) as GameRecord);
  const games = [...records.filter(isWanted), BARE_GAME];
  await warehouse.upsert(rawTable('raw_games'), games.map(rawGame));
  await warehouse.upsert(rawTable('runs'), [
    { run_id: 'ingest-1', stage: 'ingest', status: 'done', started_at: NOW, finished_at: NOW },
  ]);
  const reject = { run_id: 'ingest-1', reason: 'no id', payload: '{}', received_at: NOW };
  await warehouse.upsert(rawTable('rejects'), [
    { ...reject, position: 0 },
    { ...reject, position: 1 },
  ]);
  const clock = () => Date.parse(NOW);
  await similarity({ warehouse, clock, newRunId: () => 'similarity-1', progress: () => undefined });
  await warehouse.upsert(rawTable('quality'), [
    { run_id: 'similarity-0', metric: 'agreement', value: 0.5, measured_at: '2026-02-01T00:00:00.000Z' },
    { run_id: 'similarity-1', metric: 'agreement', value: 0.75, low: 0.7, high: 0.8, measured_at: NOW },
  ]);
}
