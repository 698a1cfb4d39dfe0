import { isoTime } from '../clock.ts';
import { gameId } from '../igdb/record.ts';
import { abortable } from '../streams.ts';
import type { Warehouse } from '../warehouse.ts';
import { checkGone } from './drift.ts';
import { fetchGames } from './fetch.ts';
import { removeGames } from './store.ts';
import type { Session } from './session.ts';
import { readWebhookIds } from './webhook-ids.ts';

/**
 * Compares how many games IGDB has with how many are stored. Where others are missing than those that are known to be impossible to store, the ids of all are compared: what is missing is fetched, what is gone marked as removed.
 */
export async function reconcile(session: Session): Promise<void> {
  const { igdb, warehouse, ledger } = session;
  const missing = (await igdb.count()) - (await countLive(warehouse));
  if (missing !== ledger.run.sweep.unstored.length) await compareIds(session);
}

async function compareIds(session: Session): Promise<void> {
  const { warehouse, ledger, progress, allowDrift } = session;
  const { missing, gone } = await takeCensus(session, (received, expected = received) => {
    progress({ stage: 'ingest', done: received, total: expected, note: 'comparing ids' });
  });
  if (!allowDrift) checkGone(gone.length, await countLive(warehouse));
  // What this run has been sent already, and could not store, need not be asked for again.
  const [rejected, unseen] = [true, false].map((is) =>
    missing.filter((id) => ledger.rejected.has(id) === is),
  );
  await ledger.record({ sweep: { ...ledger.run.sweep, unstored: rejected ?? [] } });
  await fetchGames(session, unseen ?? []);
  await markRemoved(session, gone);
}

/** Asks IGDB for games by their ids: those that it has are stored, the others marked as removed. */
async function markRemoved(session: Session, ids: readonly number[]): Promise<void> {
  const { warehouse, ledger, clock, renewLease } = session;
  const absent = await fetchGames(session, ids);
  if (absent.length === 0) return;
  await renewLease();
  const removedAt = isoTime(clock());
  await ledger.archive.keepRemovals(absent, removedAt);
  const removed = await removeGames(warehouse, absent, removedAt);
  const { counts } = ledger.run;
  await ledger.record({ counts: { ...counts, removed: counts.removed + removed } });
}

export interface Census {
  /** Ids that IGDB has and the warehouse has not, or has as removed; ascending. */
  missing: number[];
  /** Ids of stored games that IGDB does not have; ascending. */
  gone: number[];
}

/**
 * Compares the ids of all games: of IGDB, 500 a page, with those stored.
 *
 * @param onPage told after each page how many ids have come, and how many there are in all where that is known
 */
async function takeCensus(
  { igdb, warehouse, stop }: Pick<Session, 'igdb' | 'warehouse' | 'stop'>,
  onPage: (received: number, total: number | undefined) => void,
): Promise<Census> {
  const gone = await liveIds(warehouse);
  const missing: number[] = [];
  let received = 0;
  for await (const { records, remaining } of abortable(
    igdb.pages({ afterId: 0, fields: ['id'] }),
    stop.signal,
  )) {
    received += records.length;
    onPage(received, remaining === undefined ? undefined : received + remaining);
    for (const id of records.map(gameId)) {
      if (id !== undefined && !gone.delete(id)) missing.push(id);
    }
  }
  return { missing, gone: [...gone].sort((a, b) => a - b) };
}

async function liveIds(warehouse: Warehouse): Promise<Set<number>> {
  const ids = new Set<number>();
  const sql = 'SELECT id FROM raw_games WHERE removed_at IS NULL';
  for await (const { id } of warehouse.query(sql)) ids.add(Number(id));
  return ids;
}

/** Games stored and not removed. */
export async function countLive(warehouse: Warehouse): Promise<number> {
  const sql = 'SELECT COUNT(*) AS games FROM raw_games WHERE removed_at IS NULL';
  for await (const { games } of warehouse.query(sql)) return Number(games);
  return 0;
}

/** Fetches the games that webhooks have told of since the last sweep began; those that IGDB no longer has are removed. */
export async function fetchTold(session: Session): Promise<void> {
  const { plan, storage, clock } = session;
  if (plan.toldAfter === undefined) return;
  const ids = await readWebhookIds(storage, plan.toldAfter, isoTime(clock()));
  if (ids.length > 0) await markRemoved(session, ids);
}
