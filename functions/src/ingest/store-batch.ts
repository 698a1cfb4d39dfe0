import type { RawGame } from '../igdb/parse.ts';
import { rawTable } from '../sql.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Batch } from './batches.ts';
import type { Counts } from './run.ts';

/** Stores a batch; a second call with the same batch changes nothing. */
export async function storeBatch(warehouse: Warehouse, runId: string, batch: Batch): Promise<Counts> {
  const { rejects } = batch;
  const { games, replaced } = latestOf(batch.games);
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
    inserted: stored.inserted,
    updated: stored.updated + replaced.different,
    received: batch.games.length + rejects.length,
    unchanged: games.length - changed.length + replaced.same,
    rejected: rejects.length,
  };
}

/**
 * The games with each id once: of several versions the last received. The others count as if each had been stored in its
 * turn: as an update where they differ from the version after them.
 */
function latestOf(received: RawGame[]) {
  const byId = new Map<number, RawGame>();
  const replaced = { different: 0, same: 0 };
  for (const game of received) {
    const before = byId.get(game.id);
    if (before !== undefined) replaced[before.checksum === game.checksum ? 'same' : 'different'] += 1;
    byId.set(game.id, game);
  }
  return { games: [...byId.values()], replaced };
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
