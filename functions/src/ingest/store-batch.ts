import type { RawGame } from '../igdb/parse.ts';
import { rawTable } from '../sql.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Batch } from './batches.ts';
import type { Counts } from './run.ts';

/** Stores a batch; a second call with the same batch changes nothing. */
export async function storeBatch(warehouse: Warehouse, runId: string, batch: Batch): Promise<Counts> {
  const { games, rejects } = batch;
  const changed = await changedGames(warehouse, games);
  const stored =
    changed.length === 0
      ? { inserted: 0, updated: 0 }
      : await warehouse.upsert(rawTable('raw_games'), changed);
  if (rejects.length > 0) {
    const rows = rejects.map(({ position, reason, payload, receivedAt }) => ({
      run_id: runId,
      position,
      reason,
      payload,
      received_at: receivedAt,
    }));
    await warehouse.upsert(rawTable('rejects'), rows);
  }
  return {
    ...stored,
    received: games.length + rejects.length,
    unchanged: games.length - changed.length,
    rejected: rejects.length,
  };
}

/**
 * Games that are not stored with the same checksum. Every version fetched differs in fetched_at and run_id: the warehouse
 * would take each for a change.
 */
async function changedGames(warehouse: Warehouse, games: RawGame[]): Promise<RawGame[]> {
  if (games.length === 0) return [];
  // A list of ids, not their range: the changed games of a smart run lie scattered over all of the table.
  const ids = games.map(({ id }) => id).join(', ');
  // A removed game that is back must be written, whatever its checksum.
  const sql = `SELECT id, checksum FROM raw_games WHERE removed_at IS NULL AND id IN (${ids})`;
  const stored = new Map<unknown, unknown>();
  for await (const row of warehouse.query(sql)) stored.set(row['id'], row['checksum']);
  return games.filter(({ id, checksum }) => stored.get(id) !== checksum);
}
