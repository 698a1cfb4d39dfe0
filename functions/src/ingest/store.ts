import type { RawGame } from '../igdb/record.ts';
import { rawTable } from '../tables.ts';
import type { Row, Warehouse } from '../warehouse.ts';
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
  const { rejects, flaws } = batch;
  const { games, replaced } = newestOf(batch.games);
  const stored = await storedVersions(warehouse, games);
  // Every version fetched differs in fetched_at and run_id: the warehouse would take each for a change.
  const changed = games.filter((game) => {
    const before = stored.get(game.id);
    if (before === undefined) return true;
    return before.payload_hash !== game.payload_hash && !(before.run_id === runId && isOlder(game, before));
  });
  await check(
    games.filter(({ id }) => stored.has(id)),
    changed.filter(({ id }) => stored.has(id)),
  );
  const { inserted, updated } =
    changed.length === 0
      ? { inserted: 0, updated: 0 }
      : await warehouse.upsert(rawTable('raw_games'), changed);
  if (rejects.length + flaws.length > 0) {
    const rows = [...rejects, ...flaws].map(({ position, reason, payload, receivedAt }) => ({
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
    flawed: flaws.length,
  };
}

type Version = Pick<RawGame, 'payload_hash' | 'updated_at' | 'run_id'>;

/**
 * Whether IGDB had changed the game again when it sent the other version. Only of versions that one run received: what a later run
 * is sent is how the game is by then.
 */
const isOlder = (version: Version, other: Version) => (version.updated_at ?? '') < (other.updated_at ?? '');

/**
 * The games with each id once: of several versions the one that IGDB changed last, and of equal ones the last received. The others
 * count as if each had been stored in its turn: as an update where they differ from the one that is kept.
 */
function newestOf(received: RawGame[]) {
  const byId = new Map<number, RawGame>();
  const replaced = { different: 0, same: 0 };
  for (const game of received) {
    const before = byId.get(game.id);
    if (before !== undefined) replaced[before.payload_hash === game.payload_hash ? 'same' : 'different'] += 1;
    if (before === undefined || !isOlder(game, before)) byId.set(game.id, game);
  }
  return { games: [...byId.values()], replaced };
}

/** By id. A removed game is none: it must be written when it is back, whatever its payload. */
async function storedVersions(warehouse: Warehouse, games: RawGame[]): Promise<Map<number, Version>> {
  const stored = new Map<number, Version>();
  if (games.length === 0) return stored;
  // A list of ids, not their range: the changed games of a smart run lie scattered over all of the table.
  const ids = games.map(({ id }) => id).join(', ');
  const sql = `SELECT id, payload_hash, updated_at, run_id FROM raw_games WHERE removed_at IS NULL AND id IN (${ids})`;
  for await (const row of warehouse.query(sql)) {
    stored.set(Number(row['id']), {
      payload_hash: String(row['payload_hash']),
      updated_at: row['updated_at'] === null ? null : String(row['updated_at']),
      run_id: String(row['run_id']),
    });
  }
  return stored;
}

/** Stores a batch received in the past, except for games that the warehouse has heard of later: those count as unchanged. */
export async function storeNews(warehouse: Warehouse, runId: string, batch: Batch): Promise<Counts> {
  const games = firstOfEqual(batch.games);
  const heardOf = await lastHeardOf(warehouse, games);
  const news = games.filter(({ id, fetched_at }) => (heardOf.get(id) ?? '') <= fetched_at);
  const counts = await storeBatch(warehouse, runId, { ...batch, games: news }, unchecked);
  const old = batch.games.length - news.length;
  return { ...counts, received: counts.received + old, unchanged: counts.unchanged + old };
}

/** What came was checked when it came. */
const unchecked = () => Promise.resolve();

/** Each game once: of several records the newest, but the first of those that are equal, as storing them in turn would leave it. */
function firstOfEqual(games: RawGame[]): RawGame[] {
  const newest = new Map<number, RawGame>();
  for (const game of games) {
    const before = newest.get(game.id);
    if (before === undefined || (before.payload_hash !== game.payload_hash && !isOlder(game, before)))
      newest.set(game.id, game);
  }
  return [...newest.values()];
}

/** When each game was last fetched or found to be gone: ISO 8601 text, which sorts by time. */
async function lastHeardOf(warehouse: Warehouse, games: RawGame[]): Promise<Map<number, string>> {
  const heardOf = new Map<number, string>();
  if (games.length === 0) return heardOf;
  const ids = games.map(({ id }) => id).join(', ');
  const sql = `SELECT id, fetched_at, removed_at FROM raw_games WHERE id IN (${ids})`;
  for await (const row of warehouse.query(sql)) heardOf.set(Number(row['id']), laterOf(row));
  return heardOf;
}

const laterOf = ({ fetched_at, removed_at }: Row): string =>
  removed_at === null || String(removed_at) < String(fetched_at) ? String(fetched_at) : String(removed_at);

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
