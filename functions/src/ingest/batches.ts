import type { GamePage } from '../igdb/pages.ts';
import { type RawGame, gameId, parseGame } from '../igdb/record.ts';
import { countFilled } from './filled-fields.ts';

/**
 * Rows that one upsert takes. Each costs the warehouse a statement (BigQuery: a load and a MERGE, some seconds, and 1,500
 * changes of a table a day), while an interrupted crawl repeats at most one batch: 20 pages, five seconds of crawling.
 */
export const BATCH_RECORDS = 10_000;

/**
 * Payloads that one upsert takes, in characters, before it has as many rows: the oldest games, which are the best known, are
 * ten times as long as most. They are in memory twice, here and where the warehouse puts them to compare them.
 */
export const BATCH_CHARACTERS = 8_000_000;

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
 * Parses pages and gathers them into batches of at least {@link BATCH_RECORDS} or {@link BATCH_CHARACTERS}, the last one
 * excepted. When the pages break off with an error, it is thrown after the batch of what had come by then.
 *
 * @param firstPosition number of the first record within its run
 * @param onPage told after each page how many records have come, and how many are expected in all where that is known
 */
export async function* inBatches(
  pages: AsyncIterable<GamePage>,
  runId: string,
  firstPosition: number,
  onPage: (received: number, total: number | undefined) => void,
): AsyncGenerator<Batch> {
  let received = 0;
  let batch = emptyBatch();
  let characters = 0;
  try {
    for await (const page of pages) {
      characters += addPage(batch, page, runId, firstPosition + received);
      received += page.records.length;
      onPage(received, page.remaining === undefined ? undefined : received + page.remaining);
      if (recordsOf(batch) < BATCH_RECORDS && characters < BATCH_CHARACTERS) continue;
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
