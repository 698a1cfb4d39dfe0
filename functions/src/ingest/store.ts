import type { RawGame } from '../igdb/record.ts';
import { rawTable } from '../similarity/steps.ts';
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
  const { rejects } = batch;
  const { games, replaced } = latestOf(batch.games);
  const stored = await storedVersions(warehouse, games);
  // Every version fetched differs in fetched_at and run_id: the warehouse would take each for a change.
  const changed = games.filter(({ id, payload_hash }) => stored.get(id) !== payload_hash);
  await check(
    games.filter(({ id }) => stored.has(id)),
    changed.filter(({ id }) => stored.has(id)),
  );
  const { inserted, updated } =
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
    inserted,
    updated: updated + replaced.different,
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
    if (before !== undefined) replaced[before.payload_hash === game.payload_hash ? 'same' : 'different'] += 1;
    byId.set(game.id, game);
  }
  return { games: [...byId.values()], replaced };
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
