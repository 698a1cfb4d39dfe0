import type { Ask } from './ask.ts';
import type { Question, Reading } from './http.ts';
import { gameId } from './record.ts';

/** IGDB: at most 500 records a page. */
export const PAGE_RECORDS = 500;

export interface PageQuery {
  fields: readonly string[];
  where?: string;
  /** Games with larger ids only. */
  afterId: number;
  /** How many of these to leave out. */
  offset: number;
  /** Records asked for, up to {@link PAGE_RECORDS}. */
  size: number;
}

export interface Page {
  /** As received, in ascending order of their ids. */
  records: unknown[];
  /** The smallest id; undefined when no record has a usable one. */
  firstId: number | undefined;
  /** The largest id; `afterId` when no record has a usable one. */
  lastId: number;
  /** Games that match after this page, as counted by IGDB; undefined where it does not say. */
  remaining: number | undefined;
  /** Whether it is known that no game follows. */
  final: boolean;
}

export const askPage = (ask: Ask, query: PageQuery, signal: AbortSignal): Promise<Page> =>
  ask('games', textOf(query), readPage(query), signal);

function textOf({ fields, where, afterId, offset, size }: PageQuery): string {
  const conditions = [`id > ${afterId}`, ...(where === undefined ? [] : [`(${where})`])];
  const skip = offset === 0 ? '' : ` offset ${offset};`;
  return `fields ${fields.join(',')}; where ${conditions.join(' & ')}; sort id asc; limit ${size};${skip}`;
}

/** What is asked for where all ids, or the latest change, are wanted: a whole game holds more. */
const OTHER_QUESTIONS = ['id', 'updated_at'];

const answersOther = (record: unknown) =>
  typeof record === 'object' &&
  record !== null &&
  Object.keys(record).every((field) => OTHER_QUESTIONS.includes(field));

const readPage =
  ({ fields, afterId, offset, size }: PageQuery): Question<Page>['read'] =>
  (json, header): Reading<Page> => {
    if (!Array.isArray(json)) return { problem: 'the answer is not a list of games' };
    const records: unknown[] = json;
    let firstId: number | undefined;
    let lastId = afterId;
    for (const record of records) {
      const id = gameId(record);
      if (id === undefined) continue;
      if (id <= lastId)
        return { problem: `game ${id} comes after game ${lastId}: not in the order asked for` };
      firstId ??= id;
      lastId = id;
    }
    // IGDB counts all that match, whatever the offset.
    const count = header('x-count');
    const remaining = /^\d+$/.test(count ?? '')
      ? Math.max(0, Number(count) - offset - records.length)
      : undefined;
    const full = records.length >= size;
    if (!full && (remaining ?? 0) > 0) {
      return {
        problem: `the page holds ${records.length} of ${size} games asked for, although IGDB counts ${remaining} more`,
      };
    }
    if (full && firstId === undefined) return { problem: 'no record of the page has an id to go on from' };
    if (full && fields.includes('*') && records.every(answersOther)) {
      return { problem: 'the records hold nothing but ids: they answer another question' };
    }
    const final = !full;
    return { value: { records, firstId, lastId, remaining, final } };
  };
