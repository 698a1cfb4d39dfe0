import { isoTime } from '../clock.ts';
import { countLive, takeCensus } from './census.ts';
import { checkGone } from './drift.ts';
import { fetchGames } from './fetch-games.ts';
import { removeGames } from './remove-games.ts';
import type { Session } from './session.ts';

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
  // Those that cannot be stored are among the missing: they are found again.
  await ledger.record({ sweep: { ...ledger.run.sweep, unstored: [] } });
  await fetchGames(session, missing);
  await markRemoved(session, gone);
}

/** Asks IGDB for games by their ids: those that it has are stored, the others marked as removed. */
export async function markRemoved(session: Session, ids: readonly number[]): Promise<void> {
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
