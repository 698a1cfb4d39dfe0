import { formatQuery } from '@playkin/shared/query.ts';
import { cardWith } from './fields.ts';
import { gameCard } from './game-card.ts';
import { readQuery } from './read-query.ts';
import { search } from '../search/search.ts';
import { CACHED, urlOf } from './route.ts';
import type { Route } from './route.ts';

/** GET /api/search. Without a q it answers the most famous games on purpose: a search box opens with them. */
export const searchRoute: Route = (params) => {
  const query = readQuery('search', params);
  const { q, limit, lang, adult, fields } = query;
  return {
    url: urlOf('/api/search', formatQuery('search', query)),
    cacheControl: CACHED,
    answer: ({ release }) => {
      const leftOut =
        adult === 'include' ? undefined : { which: release.games.adult, games: new Set<number>() };
      const found = search(release.search, q, limit, leftOut);
      return {
        results: found.map(({ game, alias }) => ({
          game: cardWith(fields, gameCard(release, game, lang)),
          ...(alias !== undefined && { alias }),
        })),
        withheld: leftOut?.games.size ?? 0,
      };
    },
  };
};
