import { PAGE_RECORDS } from '../igdb/page.ts';
import type { IgdbClient } from '../igdb/client.ts';
import { gameId } from '../igdb/record.ts';
import { countLive } from '../ingest/census.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Context } from './context.ts';
import { type DataDir, hasWarehouse, withExistingWarehouse } from './data-dir/data-dir.ts';
import { hasTable } from './data-dir/needs.ts';

/** What of a catalogue is asked for to compare it. */
export type Compared = Pick<IgdbClient, 'count' | 'pages'>;

/** IGDB takes as many ids in a list as a page has games. */
const SAMPLE_GAMES = PAGE_RECORDS;
/** Share of the smaller catalogue's games that both must have; a month changes a few in a hundred. */
const MIN_SHARED = 0.5;

/**
 * Whether the catalogue is another state of what the folder holds, such as next month's, or a part of it, or has it as a
 * part; and not another one: by the overlap coefficient of their ids, estimated from a sample of the smaller of the two. A
 * truncated catalogue is thus taken for what it was, and the guard against mass removals answers it.
 */
export async function holdsSameGames(dataDir: DataDir, context: Context, igdb: Compared): Promise<boolean> {
  if (!hasWarehouse(dataDir)) return false;
  return withExistingWarehouse(dataDir, context, { readOnly: true }, async (warehouse) => {
    if (!(await hasTable(warehouse, 'raw_games'))) return false;
    const stored = await countLive(warehouse);
    if (stored === 0) return false;
    const shared =
      (await igdb.count()) < stored
        ? await shareStored(warehouse, await firstIds(igdb))
        : await shareListed(igdb, await sampleOf(warehouse));
    return shared >= MIN_SHARED;
  });
}

/** Ids of games spread over all that are stored. */
async function sampleOf(warehouse: Warehouse): Promise<number[]> {
  const sql = `SELECT id FROM raw_games WHERE removed_at IS NULL
    ORDER BY MOD(id * 7919, 100003), id LIMIT ${SAMPLE_GAMES}`;
  return (await Array.fromAsync(warehouse.query(sql))).map(({ id }) => Number(id));
}

async function firstIds(igdb: Compared): Promise<number[]> {
  const pages = await Array.fromAsync(igdb.pages({ afterId: 0, fields: ['id'], limit: SAMPLE_GAMES }));
  return pages.flatMap(({ records }) => records.map(gameId)).filter((id) => id !== undefined);
}

const shareListed = async (igdb: Compared, ids: readonly number[]): Promise<number> =>
  (await igdb.count(`id = (${ids.join(',')})`)) / ids.length;

async function shareStored(warehouse: Warehouse, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const sql = `SELECT id FROM raw_games WHERE removed_at IS NULL AND id IN (${ids.join(', ')})`;
  return (await Array.fromAsync(warehouse.query(sql))).length / ids.length;
}
