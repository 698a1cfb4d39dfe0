import { rawTable } from '../sql.ts';
import type { Row, Warehouse } from '../warehouse.ts';
import type { Removal } from './read-archive.ts';

/** Rows that one upsert takes: they hold payloads. */
const ROWS_AT_ONCE = 10_000;

/**
 * Sets removed_at of the games that are stored and not known to be gone, unless they were fetched since.
 *
 * @returns how many rows changed
 */
export async function markRemoved(warehouse: Warehouse, removals: readonly Removal[]): Promise<number> {
  let marked = 0;
  for (let start = 0; start < removals.length; start += ROWS_AT_ONCE) {
    const removedAt = new Map(
      removals.slice(start, start + ROWS_AT_ONCE).map(({ id, removed_at }) => [id, removed_at]),
    );
    const sql = `SELECT * FROM raw_games WHERE removed_at IS NULL AND id IN (${[...removedAt.keys()].join(', ')})`;
    const rows: Row[] = [];
    for await (const row of warehouse.query(sql)) {
      const at = removedAt.get(Number(row['id']));
      if (at !== undefined && String(row['fetched_at']) <= at) rows.push({ ...row, removed_at: at });
    }
    if (rows.length > 0) marked += (await warehouse.upsert(rawTable('raw_games'), rows)).updated;
  }
  return marked;
}
