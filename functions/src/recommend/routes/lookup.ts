import { setImmediate } from 'node:timers/promises';
import type { LookupHit } from '@playkin/shared/api.ts';
import { formatQuery } from '@playkin/shared/query.ts';
import { search } from '../search/search.ts';
import { gameCard } from './game-card.ts';
import { readQuery } from './read-query.ts';
import { CACHED, type Route, urlOf } from './route.ts';

/** Titles looked up before others get their turn: one with typos takes some five milliseconds at 335,000 games. */
const AT_ONCE = 3;

/** GET /api/lookup */
export const lookupRoute: Route = (params) => {
  const query = readQuery('lookup', params);
  return {
    url: urlOf('/api/lookup', formatQuery('lookup', query)),
    cacheControl: CACHED,
    async answer({ release }) {
      const results: LookupHit[] = [];
      for (const title of query.titles) {
        if (results.length % AT_ONCE === AT_ONCE - 1) await setImmediate();
        const leftOut =
          query.adult === 'include' ? undefined : { which: release.games.adult, games: new Set<number>() };
        const [hit] = search(release.search, title, 1, leftOut);
        results.push({
          title,
          ...(hit && { game: gameCard(release, hit.game, query.lang) }),
          ...(hit?.alias !== undefined && { alias: hit.alias }),
        });
      }
      return { results };
    },
  };
};
