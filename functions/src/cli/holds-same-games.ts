import type { IgdbClient } from '../igdb/client.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Context } from './context.ts';
import { type DataDir, hasWarehouse, withExistingWarehouse } from './data-dir.ts';
import { hasTable } from './needs.ts';

/** IGDB takes as many ids in a list as a page has games. */
const SAMPLE_GAMES = 500;
/** Share of both catalogues' games that both must have; a month changes a few in a hundred. */
const MIN_SHARED = 0.5;

/**
 * Whether the catalogue is another state of what the folder holds, such as next month's, and not another one: by the Jaccard
 * index of their ids, estimated from a sample.
 */
export async function holdsSameGames(
  dataDir: DataDir,
  context: Context,
  igdb: Pick<IgdbClient, 'count'>,
): Promise<boolean> {
  if (!hasWarehouse(dataDir)) return false;
  return withExistingWarehouse(dataDir, context, { readOnly: true }, async (warehouse) => {
    if (!(await hasTable(warehouse, 'raw_games'))) return false;
    const { sample, stored } = await sampleOf(warehouse);
    if (sample.length === 0) return false;
    const found = await igdb.count(`id = (${sample.join(',')})`);
    const shared = (found / sample.length) * stored;
    return shared / (stored + (await igdb.count()) - shared) >= MIN_SHARED;
  });
}

/** Ids of games spread over all that are stored, and how many these are. */
async function sampleOf(warehouse: Warehouse): Promise<{ sample: number[]; stored: number }> {
  const sql = `SELECT id, COUNT(*) OVER () AS stored FROM raw_games WHERE removed_at IS NULL
    ORDER BY MOD(id * 7919, 100003), id LIMIT ${SAMPLE_GAMES}`;
  const rows = await Array.fromAsync(warehouse.query(sql));
  return { sample: rows.map(({ id }) => Number(id)), stored: Number(rows[0]?.['stored'] ?? 0) };
}
