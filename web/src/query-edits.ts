import type { RecommendQuery } from '@playkin/shared/api.ts';
import { FILTERS, MAX_SEEDS } from '@playkin/shared/parameters.ts';
import { emptyQuery } from '@playkin/shared/query.ts';

export const EMPTY_QUERY: RecommendQuery = emptyQuery('recommend');

/** The query without the game, whether it was liked or unliked. */
export const removeGame = (query: RecommendQuery, reference: string): RecommendQuery => ({
  ...query,
  like: query.like.filter((other) => other !== reference),
  unlike: query.unlike.filter((other) => other !== reference),
});

export function likeGame(query: RecommendQuery, reference: string): RecommendQuery {
  const rest = removeGame(query, reference);
  return { ...rest, like: [...rest.like, reference] };
}

export function unlikeGame(query: RecommendQuery, reference: string): RecommendQuery {
  const rest = removeGame(query, reference);
  return { ...rest, unlike: [...rest.unlike, reference] };
}

/** The query with this game as its only one; the filters stay. */
export const likeOnly = (query: RecommendQuery, reference: string): RecommendQuery => ({
  ...query,
  like: [reference],
  unlike: [],
});

/** The same games without any filter. */
export const withoutFilters = (query: RecommendQuery): RecommendQuery => ({
  ...query,
  ...Object.fromEntries(FILTERS.map((name) => [name, EMPTY_QUERY[name]])),
});

export const canLike = (query: RecommendQuery) => query.like.length < MAX_SEEDS;
export const canUnlike = (query: RecommendQuery) => query.unlike.length < MAX_SEEDS;

/** Number of filters that are set; each genre and platform counts. */
export const filterCount = (query: RecommendQuery): number =>
  FILTERS.map((name) => query[name] ?? []).flat().length;
