import type { GamePage } from '../igdb/pages.ts';
import type { Storage } from '../storage.ts';
import { type ArchivedRun, readPages } from './archive/read.ts';

/** What the row of an ingest run counted, as far as a replay goes by it. */
export interface ArchivedCounts {
  received: number;
  /** 1 where the run came to its end. */
  complete: number;
}

/** Undefined where the archive has lost the run's row. */
export const countsOf = ({ row }: ArchivedRun): ArchivedCounts | undefined =>
  typeof row?.['counts'] === 'string' ? (JSON.parse(row['counts']) as ArchivedCounts) : undefined;

/**
 * The pages of a run that it stored: of one that broke off, those that its row has counted. A page reaches the archive first,
 * and what followed the last batch is in the run that went on from there.
 *
 * @throws Error naming the file that is damaged
 */
export async function* storedPages(storage: Storage, run: ArchivedRun): AsyncGenerator<GamePage> {
  const counts = countsOf(run);
  const stored = counts === undefined || counts.complete === 1 ? Infinity : counts.received;
  let received = 0;
  for await (const page of readPages(storage, run)) {
    if (received >= stored) return;
    received += page.records.length;
    yield page;
  }
}
