import { type Clock, isoTime } from '../clock.ts';
import type { Ask } from './ask.ts';
import type { Question, Reading } from './http.ts';
import { gameId } from './parse.ts';

/** IGDB: at most 500 records a page. */
export const PAGE_RECORDS = 500;

export interface PagesOptions {
  /** Games with larger ids only; 0 for all. */
  afterId: number;
  /** Further conditions, as IGDB's query language writes them after `where`. */
  where?: string;
  /** What to ask of each game, as the query language writes it after `fields`. */
  fields: readonly string[];
  /** At most this many games. Default: all. */
  limit?: number;
}

export interface GamePage {
  /** One or more, as received, in ascending order of their ids. */
  records: unknown[];
  /** The largest id so far: the cursor that the next page begins after. */
  lastId: number;
  /** Games that match after this page, as counted by IGDB; undefined where it does not say. */
  remaining: number | undefined;
  /** Whether it is known that no game follows. */
  final: boolean;
  /** ISO 8601, UTC. */
  fetchedAt: string;
}

/**
 * Games in ascending order of their ids, page by page.
 *
 * Each page starts after the last id of the one before. Offsets would shift whenever a game is added or removed during
 * the crawl, and without a sort IGDB repeats some records and leaves others out.
 */
export async function* pages(ask: Ask, clock: Clock, options: PagesOptions): AsyncGenerator<GamePage> {
  let { afterId } = options;
  let left = options.limit ?? Infinity;
  while (left > 0) {
    const size = Math.min(PAGE_RECORDS, left);
    const page = await ask('games', pageQuery({ ...options, afterId }, size), readPage(afterId, size));
    if (page.records.length === 0) return;
    yield { ...page, fetchedAt: isoTime(clock()) };
    if (page.final) return;
    afterId = page.lastId;
    left -= page.records.length;
  }
}

function pageQuery({ fields, where, afterId }: PagesOptions, size: number): string {
  const conditions = [`id > ${afterId}`, ...(where === undefined ? [] : [`(${where})`])];
  return `fields ${fields.join(',')}; where ${conditions.join(' & ')}; sort id asc; limit ${size};`;
}

type PageRead = Omit<GamePage, 'fetchedAt'>;

const readPage =
  (afterId: number, size: number): Question<PageRead>['read'] =>
  (json, header): Reading<PageRead> => {
    if (!Array.isArray(json)) return { problem: 'the answer is not a list of games' };
    const records: unknown[] = json;
    let lastId = afterId;
    for (const record of records) {
      const id = gameId(record);
      if (id === undefined) continue;
      if (id <= lastId)
        return { problem: `game ${id} comes after game ${lastId}: not in the order asked for` };
      lastId = id;
    }
    const count = header('x-count');
    const remaining = /^\d+$/.test(count ?? '') ? Math.max(0, Number(count) - records.length) : undefined;
    // A short page is the last one, unless IGDB counts more: it may one day serve fewer records a page.
    const final = records.length < size && (remaining ?? 0) === 0;
    if (!final && lastId === afterId) return { problem: 'no record of the page has an id to go on from' };
    return { value: { records, lastId, remaining, final } };
  };
