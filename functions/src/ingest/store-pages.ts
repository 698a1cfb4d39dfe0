import type { GamePage } from '../igdb/pages.ts';
import { abortable } from './abortable.ts';
import { type Batch, inBatches } from './batches.ts';
import { addCounts, type Counts } from './run.ts';
import type { Session } from './session.ts';
import { storeBatch } from './store.ts';

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
    signal,
    renewLease,
  }: Pick<Session, 'warehouse' | 'ledger' | 'check' | 'signal' | 'renewLease'>,
  pages: AsyncIterable<GamePage>,
  onPage: (received: number, total: number | undefined) => void,
): AsyncGenerator<StoredBatch> {
  const { runId, counts } = ledger.run;
  const kept = ledger.archive.keepPages(abortable(pages, signal));
  for await (const batch of inBatches(kept, runId, counts.received, onPage)) {
    await renewLease();
    const stored = await storeBatch(warehouse, runId, batch, check);
    yield { batch, counts: addCounts(ledger.run.counts, stored) };
  }
}
