import { type Clock, isoTime } from '../clock.ts';
import type { Ask } from './ask.ts';
import { askPage, type Page, PAGE_RECORDS } from './page.ts';
import { gameId } from './record.ts';

/**
 * Pages asked and not yet delivered. IGDB lets 8 be open at a time; the others wait for an earlier page that is slow or
 * asked again, so that the pace is kept meanwhile.
 */
export const MAX_PAGES_ASKED = 12;

/** What a page brings that begins with a record of the one before it. */
const OVERLAPPING = PAGE_RECORDS - 1;

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
  /** When the answer came: ISO 8601, UTC. */
  fetchedAt: string;
}

/** Where a page begins: at a record that the pages under way are to bring, at the cursor's own, or right beyond it. */
type Start = 'ahead' | 'at the cursor' | 'beyond the cursor';

interface AskedPage {
  start: Start;
  /** Records it brings beyond the cursor of its turn, if nothing changes and nothing ends. */
  expected: number;
  answer: Promise<Page & { fetchedAt: string }>;
}

/**
 * Games in ascending order of their ids, page by page.
 *
 * Without a sort IGDB repeats some records and leaves others out, and offsets shift whenever a game is added, removed or
 * changed during the crawl; yet asking for each page after the last id of the one before leaves the pace unused while
 * the answer is on its way. So pages are asked ahead by offset, and believed by id:
 *
 * - The cursor is the last id delivered. A page asked while none is under way begins with the cursor's own record.
 * - Any other is `id > cursor` with such an offset that it begins with the last record that the pages under way are
 *   expected to bring. The offset says where to look and no more: nothing depends on its being right.
 * - When its turn comes, the cursor has moved to the last id of the page before. A page sorted by id whose first id is at
 *   or before the cursor holds every match beyond the cursor, up to its own last id: what it holds beyond the cursor is
 *   what `id > cursor` would have brought. Any other page may leave a hole, or brings nothing: it is dropped, and asked
 *   again from the cursor, for as many records, so that the pages behind it still fit.
 * - When the cursor's own record is gone, and when no other page is under way that could be mistaken for it, a page is
 *   `id > cursor` from its beginning, which needs no proof.
 *
 * Each page is asked three times at most, so the crawl always moves on. Pages are asked ahead only as far as IGDB's count
 * of an earlier page says that there are more games.
 *
 * @param signal ends the requests under way; its reason is thrown
 */
export async function* pages(
  ask: Ask,
  clock: Clock,
  { afterId, where, fields, limit = Infinity }: PagesOptions,
  signal: AbortSignal,
): AsyncGenerator<GamePage> {
  let cursor = afterId;
  let left = limit;
  let counted = 0;
  const asked: AskedPage[] = [];

  const askFor = (start: Start, expected: number, offset = 0): AskedPage => {
    const query = {
      fields,
      ...(where !== undefined && { where }),
      afterId: start === 'at the cursor' ? cursor - 1 : cursor,
      offset,
      size: start === 'beyond the cursor' ? expected : expected + 1,
    };
    const answer = askPage(ask, query, signal).then((page) => ({ ...page, fetchedAt: isoTime(clock()) }));
    // It is thrown when its turn comes, which may be never.
    answer.catch(() => undefined);
    return { start, expected, answer };
  };

  const askFirst = () =>
    counted > 0
      ? askFor('at the cursor', Math.min(OVERLAPPING, left))
      : askFor('beyond the cursor', Math.min(PAGE_RECORDS, left));

  for (;;) {
    let ahead = asked.reduce((sum, { expected }) => sum + expected, 0);
    while (ahead < left && (asked.length === 0 || (ahead < counted && asked.length < MAX_PAGES_ASKED))) {
      const next =
        asked.length === 0 ? askFirst() : askFor('ahead', Math.min(OVERLAPPING, left - ahead), ahead - 1);
      asked.push(next);
      ahead += next.expected;
    }

    const turn = asked.shift();
    if (turn === undefined) return;
    const page = await turn.answer;
    const records = turn.start === 'beyond the cursor' ? page.records : recordsBeyond(cursor, page);
    if (records === undefined) {
      const start = turn.start === 'ahead' ? 'at the cursor' : 'beyond the cursor';
      asked.unshift(askFor(start, turn.expected));
      continue;
    }
    if (records.length === 0) return;
    const { lastId, remaining, final, fetchedAt } = page;
    yield { records, lastId, remaining, final, fetchedAt };
    if (final) return;
    cursor = lastId;
    left -= records.length;
    counted = remaining ?? 0;
  }
}

/** What a page holds beyond the cursor; undefined where it may leave a hole, and where it brings nothing. */
function recordsBeyond(cursor: number, { records, firstId, lastId }: Page): unknown[] | undefined {
  if (firstId === undefined || firstId > cursor || lastId <= cursor) return undefined;
  return records.slice(records.findLastIndex((record) => (gameId(record) ?? Infinity) <= cursor) + 1);
}
