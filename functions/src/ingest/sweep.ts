import { GAME_FIELDS } from '../igdb/fields.ts';
import type { Batch } from './batches.ts';
import { queryOf, type Sweep } from './plan.ts';
import type { Session } from './session.ts';
import { storePages } from './store-pages.ts';
import { stillUnstored } from './unstored.ts';

/**
 * Fetches and stores what the run is to fetch, with the cursor behind it.
 *
 * @returns whether that was everything: false when the limit ended it
 */
export async function sweep(session: Session, limit: number | undefined): Promise<boolean> {
  const { igdb, plan, ledger, progress } = session;
  const pages = igdb.pages({ ...queryOf(plan), fields: GAME_FIELDS, ...(limit !== undefined && { limit }) });
  let final = false;
  const stored = storePages(session, pages, (received, total) => {
    const expected = total === undefined ? limit : Math.min(total, limit ?? total);
    progress({ stage: 'ingest', done: received, ...(expected !== undefined && { total: expected }) });
  });
  for await (const { batch, counts } of stored) {
    await ledger.record({ cursor: batch.lastId, counts, sweep: addBatch(ledger.run.sweep, batch) });
    ({ final } = batch);
  }
  // Without a last page that says so, the pages ended for want of games unless the limit ended them.
  return final || limit === undefined || ledger.run.counts.received < limit;
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
