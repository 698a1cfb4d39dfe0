import { rawTable } from '../similarity/steps.ts';
import type { Row, Warehouse } from '../warehouse.ts';

/** As many as one statement may name: BigQuery takes a query of 1 MB. */
const CHUNK_GAMES = 10_000;

/**
 * Marks games as removed; what was stored of them stays. Those removed before, fetched since, or
 * never stored are left alone.
 *
 * @param removedAt ISO 8601, UTC
 * @returns how many were marked
 */
export async function removeGames(
  warehouse: Warehouse,
  ids: readonly number[],
  removedAt: string,
): Promise<number> {
  let removed = 0;
  for (let start = 0; start < ids.length; start += CHUNK_GAMES) {
    const live = await liveGames(warehouse, ids.slice(start, start + CHUNK_GAMES));
    // ISO 8601 text of one form sorts by time.
    const rows = live.filter((row) => String(row['fetched_at']) <= removedAt);
    if (rows.length === 0) continue;
    await warehouse.upsert(
      rawTable('raw_games'),
      rows.map((row) => ({ ...row, removed_at: removedAt })),
    );
    removed += rows.length;
  }
  return removed;
}

async function liveGames(warehouse: Warehouse, ids: readonly number[]): Promise<Row[]> {
  const sql = `SELECT * FROM raw_games WHERE removed_at IS NULL AND id IN (${ids.join(', ')})`;
  const rows: Row[] = [];
  for await (const row of warehouse.query(sql)) rows.push(row);
  return rows;
}
