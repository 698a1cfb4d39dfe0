import type { RawGame } from '../igdb/parse.ts';
import { rawTable } from '../sql.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Batch } from './batches.ts';
import { type Counts, NO_COUNTS } from './run.ts';

/**
 * Looks at the games of a batch before any is stored.
 *
 * @param known those that are stored already; `changed` those of them that came differently
 * @throws what keeps the batch from being stored
 */
export type CheckChanges = (known: readonly RawGame[], changed: readonly RawGame[]) => Promise<void>;

/** Stores a batch; a second call with the same batch changes nothing. */
export async function storeBatch(
  warehouse: Warehouse,
  runId: string,
  batch: Batch,
  check: CheckChanges,
): Promise<Counts> {
  const { games, rejects } = batch;
  const stored = await storedVersions(warehouse, games);
  // Every version fetched differs in fetched_at and run_id: the warehouse would take each for a change.
  const changed = games.filter(({ id, payload_hash }) => stored.get(id) !== payload_hash);
  await check(
    games.filter(({ id }) => stored.has(id)),
    changed.filter(({ id }) => stored.has(id)),
  );
  const written =
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
    ...NO_COUNTS,
    ...written,
    received: games.length + rejects.length,
    unchanged: games.length - changed.length,
    rejected: rejects.length,
  };
}

/** Payload hashes by id. A removed game is none: it must be written when it is back, whatever its payload. */
async function storedVersions(warehouse: Warehouse, games: RawGame[]): Promise<Map<number, string>> {
  const stored = new Map<number, string>();
  if (games.length === 0) return stored;
  // A list of ids, not their range: the changed games of a smart run lie scattered over all of the table.
  const ids = games.map(({ id }) => id).join(', ');
  const sql = `SELECT id, payload_hash FROM raw_games WHERE removed_at IS NULL AND id IN (${ids})`;
  for await (const row of warehouse.query(sql)) stored.set(Number(row['id']), String(row['payload_hash']));
  return stored;
}
