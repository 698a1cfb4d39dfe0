import { isoTime } from '@playkin/functions/src/clock.ts';
import type { IgdbClient } from '@playkin/functions/src/igdb/client.ts';
import type { PagesOptions } from '@playkin/functions/src/igdb/pages.ts';

export interface Game {
  id: number;
  name: unknown;
  updated_at?: number;
  checksum?: string;
  [field: string]: unknown;
}

/** IGDB over a list that a test may change, in pages of two games, which keeps what it was asked. */
export function fakeIgdb(games: Game[], pageRecords = 2) {
  /** Of the sweeps. */
  const asked: Omit<PagesOptions, 'fields'>[] = [];
  const state = {
    games,
    failAfterId: Infinity,
    countsMatches: true,
    nowMs: Date.parse('2026-01-01T00:00:00Z'),
    /** Comparisons of all ids. */
    censuses: 0,
    /** Games asked for by their ids. */
    byId: [] as number[],
    /** Called before each page. */
    onPage: () => undefined as unknown,
  };

  async function* pages({ fields, ...options }: PagesOptions) {
    const isCensus = fields.length === 1;
    const matching = state.games.filter(matches(options)).sort((a, b) => a.id - b.id);
    if (isCensus) state.censuses += 1;
    else if (options.where?.startsWith('id = ') === true) state.byId.push(...idsIn(options.where));
    else asked.push(options);
    const limit = Math.min(options.limit ?? Infinity, matching.length);
    for (let start = 0; start < limit; start += pageRecords) {
      await Promise.resolve();
      state.onPage();
      const found = matching.slice(start, Math.min(start + pageRecords, limit));
      const lastId = found.at(-1)?.id ?? 0;
      if (lastId > state.failAfterId) throw new Error('IGDB is down');
      const records = isCensus ? found.map(({ id }) => ({ id })) : found;
      const fetchedAt = isoTime(state.nowMs);
      const remaining = matching.length - start - records.length;
      yield state.countsMatches
        ? { records, lastId, remaining, final: remaining === 0, fetchedAt }
        : { records, lastId, remaining: undefined, final: false, fetchedAt };
    }
  }

  const client: IgdbClient = {
    pages,
    count: () => Promise.resolve(state.games.length),
    close: () => Promise.resolve(),
    latestChange: () => {
      const changes = state.games.map(({ updated_at }) => updated_at).filter((time) => time !== undefined);
      return Promise.resolve(changes.length === 0 ? undefined : isoTime(Math.max(...changes) * 1000));
    },
  };
  return { client, asked, state };
}

const idsIn = (where: string) => (where.match(/\d+/g) ?? []).map(Number);

function matches({ afterId, where = '' }: Omit<PagesOptions, 'fields'>): (game: Game) => boolean {
  const changedAfter = Number(/^updated_at > (-?\d+)$/.exec(where)?.[1] ?? -1);
  const ids = where.startsWith('id = ') ? idsIn(where) : undefined;
  return ({ id, updated_at }) =>
    id > afterId && (updated_at ?? 0) > changedAfter && (ids === undefined || ids.includes(id));
}
