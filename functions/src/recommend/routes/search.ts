import { gameCard } from './game-card.ts';
import { searchQuery } from './parse-query.ts';
import { search } from '../search/search.ts';
import { CACHED, urlOf } from './route.ts';
import type { Route } from './route.ts';

/** GET /api/search. Without a q it answers the most famous games on purpose: a search box opens with them. */
export const searchRoute: Route = (params) => {
  const { q, limit } = searchQuery(params);
  return {
    url: urlOf('/api/search', new URLSearchParams({ q, limit: String(limit) })),
    cacheControl: CACHED,
    answer: ({ release }) => ({
      results: search(release.search, q, limit).map(({ game, alias }) => ({
        game: gameCard(release, game),
        ...(alias !== undefined && { alias }),
      })),
    }),
  };
};
