import { GAME_FIELDS } from '../igdb/fields.ts';
import { PAGE_RECORDS } from '../igdb/page.ts';
import type { GamePage } from '../igdb/pages.ts';
import { gameId } from '../igdb/record.ts';
import { abortable, unlessAborted } from '../streams.ts';
import { type Batch, inBatches, stillUnstored } from './batches.ts';
import { queryOf } from './plan.ts';
import { addCounts, type Counts, type Sweep } from './run.ts';
import type { Session } from './session.ts';
import { storeBatch } from './store.ts';

export interface SweepEnd {
  /** Whether that was everything: false when the limit ended it. */
  complete: boolean;
  /** Games after these, as IGDB counts them; undefined where it does not say. */
  remaining: number | undefined;
}

/** Fetches and stores what the run is to fetch, with the cursor behind it. */
export async function sweep(session: Session, limit: number | undefined): Promise<SweepEnd> {
  const { igdb, plan, ledger, progress } = session;
  const pages = igdb.pages({ ...queryOf(plan), fields: GAME_FIELDS, ...(limit !== undefined && { limit }) });
  let final = false;
  let remaining: number | undefined;
  const stored = storePages(session, pages, (received, total) => {
    remaining = total === undefined ? undefined : total - received;
    const expected = total === undefined ? limit : Math.min(total, limit ?? total);
    progress({ stage: 'ingest', done: received, ...(expected !== undefined && { total: expected }) });
  });
  for await (const { batch, counts } of stored) {
    await ledger.record({ cursor: batch.lastId, counts, sweep: addBatch(ledger.run.sweep, batch) });
    ({ final } = batch);
  }
  // Without a last page that says so, the pages ended for want of games unless the limit ended them.
  const complete = final || limit === undefined || ledger.run.counts.received < limit;
  return { complete, remaining };
}

function addBatch(sweep: Sweep, batch: Batch): Sweep {
  const { records, filled, unstored } = sweep;
  const sum = { ...filled };
  for (const [field, count] of batch.filled) sum[field] = (sum[field] ?? 0) + count;
  return {
    ...sweep,
    records: records + batch.games.length + batch.rejects.length,
    filled: sum,
    unstored: stillUnstored(unstored, batch),
  };
}

/**
 * Fetches and stores games by their ids, a page of them with each request.
 *
 * @returns the ids that IGDB does not have
 */
export async function fetchGames(session: Session, ids: readonly number[]): Promise<number[]> {
  const { ledger, progress } = session;
  const absent = new Set(ids);
  const stored = storePages(session, crossedOff(pagesOf(session, ids), absent), (received) => {
    progress({ stage: 'ingest', done: received, total: ids.length, note: 'by id' });
  });
  for await (const { batch, counts } of stored) {
    const { sweep } = ledger.run;
    const unstored = stillUnstored(sweep.unstored, batch);
    await ledger.record({ counts, sweep: { ...sweep, unstored } });
  }
  return [...absent];
}

async function* pagesOf({ igdb }: Session, ids: readonly number[]): AsyncGenerator<GamePage> {
  for (let start = 0; start < ids.length; start += PAGE_RECORDS) {
    const where = `id = (${ids.slice(start, start + PAGE_RECORDS).join(',')})`;
    yield* igdb.pages({ afterId: 0, where, fields: GAME_FIELDS });
  }
}

async function* crossedOff(pages: AsyncIterable<GamePage>, ids: Set<number>): AsyncGenerator<GamePage> {
  for await (const page of pages) {
    for (const id of page.records.map(gameId)) if (id !== undefined) ids.delete(id);
    yield page;
  }
}

export interface StoredBatch {
  batch: Batch;
  /** Of the run, this batch included. */
  counts: Counts;
}

/**
 * Stores pages as they come, batch by batch, and gives each batch out when it is stored, for the reader to record.
 *
 * @param onPage told after each page how many records have come, and how many are expected in all where that is known
 */
export async function* storePages(
  {
    warehouse,
    ledger,
    check,
    stop,
    renewLease,
    batch: size,
  }: Pick<Session, 'warehouse' | 'ledger' | 'check' | 'stop' | 'renewLease' | 'batch'>,
  pages: AsyncIterable<GamePage>,
  onPage: (received: number, total: number | undefined) => void,
): AsyncGenerator<StoredBatch> {
  const { runId, counts } = ledger.run;
  const kept = ledger.archive.keepPages(abortable(pages, stop.signal));
  for await (const batch of inBatches(kept, runId, counts.received, onPage, size)) {
    await renewLease();
    const stored = await unlessAborted(storeBatch(warehouse, runId, batch, check), stop.cutoff);
    for (const { id } of batch.rejects) if (id !== undefined) ledger.rejected.add(id);
    yield { batch, counts: addCounts(ledger.run.counts, stored) };
  }
}
