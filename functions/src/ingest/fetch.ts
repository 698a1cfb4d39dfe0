import { GAME_FIELDS } from '../igdb/fields.ts';
import type { Batch } from './batches.ts';
import { queryOf, type Sweep } from './plan.ts';
import type { Session } from './session.ts';
import { storePages } from './store-pages.ts';
import { stillUnstored } from './unstored.ts';

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

function addBatch({ records, filled, unstored }: Sweep, batch: Batch): Sweep {
  const sum = { ...filled };
  for (const [field, count] of batch.filled) sum[field] = (sum[field] ?? 0) + count;
  return {
    records: records + batch.games.length + batch.rejects.length,
    filled: sum,
    unstored: stillUnstored(unstored, batch),
  };
}
