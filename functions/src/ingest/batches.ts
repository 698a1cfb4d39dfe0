import type { GamePage } from '../igdb/pages.ts';
import { type RawGame, gameId, parseGame } from '../igdb/record.ts';
import { countFilled } from './filled-fields.ts';

/** When a batch is full: as soon as it reaches either. */
export interface BatchSize {
  /** Rows that one upsert takes. An interrupted crawl repeats at most one batch. */
  records: number;
  /** Payloads that one upsert takes, in characters: the oldest games, which are the best known, are ten times as long as most. */
  characters: number;
}

/**
 * For a warehouse in the same process: 20 pages, five seconds of crawling. The payloads are in memory twice, here and where
 * DuckDB compares them.
 */
export const BATCH: BatchSize = { records: 10_000, characters: 8_000_000 };

/** Ids that a statement names for a batch; BigQuery takes a query of 1 MB, which is 100,000 of them. */
export const MAX_BATCH_RECORDS = 50_000;

export interface Reject {
  /** Undefined for a record without one. */
  id: number | undefined;
  position: number;
  reason: string;
  payload: string;
  receivedAt: string;
}

export interface Batch {
  games: RawGame[];
  /** Records that cannot be stored. */
  rejects: Reject[];
  /** Fields of stored records that cannot be read, a row for each such record. */
  flaws: Reject[];
  /** The largest id so far. */
  lastId: number;
  /** How many of its records have each field. */
  filled: Map<string, number>;
  /** Whether it is known that no game follows. */
  final: boolean;
}

/**
 * Parses pages and gathers them into batches, each full but the last. When the pages break off with an error, it is thrown after the batch of what had come by then.
 *
 * @param firstPosition number of the first record within its run
 * @param size default: that for a warehouse in the same process
 * @param onPage told after each page how many records have come, and how many are expected in all where that is known
 */
export async function* inBatches(
  pages: AsyncIterable<GamePage>,
  runId: string,
  firstPosition: number,
  onPage: (received: number, total: number | undefined) => void,
  size: BatchSize = BATCH,
): AsyncGenerator<Batch> {
  let received = 0;
  let batch = emptyBatch();
  let characters = 0;
  try {
    for await (const page of pages) {
      characters += addPage(batch, page, runId, firstPosition + received);
      received += page.records.length;
      onPage(received, page.remaining === undefined ? undefined : received + page.remaining);
      if (recordsOf(batch) < size.records && characters < size.characters) continue;
      yield batch;
      batch = emptyBatch();
      characters = 0;
    }
  } catch (error) {
    if (recordsOf(batch) > 0) yield batch;
    throw error;
  }
  if (recordsOf(batch) > 0) yield batch;
}

const recordsOf = ({ games, rejects }: Batch) => games.length + rejects.length;

const emptyBatch = (): Batch => ({
  games: [],
  rejects: [],
  flaws: [],
  lastId: 0,
  filled: new Map(),
  final: false,
});

/** @returns the length of all payloads of the page */
function addPage(batch: Batch, page: GamePage, runId: string, firstPosition: number): number {
  const origin = { runId, fetchedAt: page.fetchedAt };
  let characters = 0;
  for (const [index, record] of page.records.entries()) {
    countFilled(batch.filled, record);
    const parsed = parseGame(record, origin);
    const { payload } = 'row' in parsed ? parsed.row : parsed.reject;
    characters += payload.length;
    const rejected = (reason: string): Reject => ({
      id: gameId(record),
      position: firstPosition + index,
      reason,
      payload,
      receivedAt: page.fetchedAt,
    });
    if ('row' in parsed) {
      batch.games.push(parsed.row);
      if (parsed.flaws.length > 0) batch.flaws.push(rejected(parsed.flaws.join('; ')));
    } else {
      batch.rejects.push(rejected(parsed.reject.reason));
    }
  }
  batch.lastId = page.lastId;
  batch.final = page.final;
  return characters;
}

/** Ids of games that cannot be stored, after a batch was: with those it rejected, without those it stored. Ascending. */
export function stillUnstored(before: readonly number[], { games, rejects }: Batch): number[] {
  const unstored = new Set(before);
  for (const { id } of rejects) if (id !== undefined) unstored.add(id);
  if (unstored.size > 0) for (const { id } of games) unstored.delete(id);
  return [...unstored].sort((a, b) => a - b);
}
