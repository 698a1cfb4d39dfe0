import { isoTime } from '@playkin/functions/src/clock.ts';
import type { IgdbClient } from '@playkin/functions/src/igdb/client.ts';
import type { PagesOptions } from '@playkin/functions/src/igdb/pages.ts';

export interface Game {
  id: number;
  name: unknown;
  updated_at?: number;
  checksum?: string;
}

/** IGDB over a list that a test may change, in pages of two games, which keeps what it was asked. */
export function fakeIgdb(games: Game[], pageRecords = 2) {
  const asked: Omit<PagesOptions, 'fields'>[] = [];
  const state = {
    games,
    failAfterId: Infinity,
    countsMatches: true,
    nowMs: Date.parse('2026-01-01T00:00:00Z'),
  };

  async function* pages({ fields: _fields, ...options }: PagesOptions) {
    asked.push(options);
    const changedAfter = Number(/^updated_at > (-?\d+)$/.exec(options.where ?? 'updated_at > -1')?.[1]);
    const matching = state.games
      .filter(({ id, updated_at }) => id > options.afterId && (updated_at ?? 0) > changedAfter)
      .sort((a, b) => a.id - b.id);
    const limit = Math.min(options.limit ?? Infinity, matching.length);
    for (let start = 0; start < limit; start += pageRecords) {
      await Promise.resolve();
      const records = matching.slice(start, Math.min(start + pageRecords, limit));
      const lastId = records.at(-1)?.id ?? 0;
      if (lastId > state.failAfterId) throw new Error('IGDB is down');
      const fetchedAt = isoTime(state.nowMs);
      const remaining = matching.length - start - records.length;
      yield state.countsMatches
        ? { records, lastId, remaining, final: remaining === 0, fetchedAt }
        : { records, lastId, remaining: undefined, final: false, fetchedAt };
    }
  }

  const client: Pick<IgdbClient, 'pages'> = { pages };
  return { client, asked, state };
}
