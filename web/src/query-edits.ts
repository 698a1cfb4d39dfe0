import type { RecommendQuery } from '@playkin/shared/api.ts';
import { parseWeighted, withWeight } from '@playkin/shared/game-reference.ts';
import { type FilterName, FILTERS, MAX_SEEDS } from '@playkin/shared/parameters.ts';
import { emptyQuery } from '@playkin/shared/query.ts';

export const EMPTY_QUERY: RecommendQuery = emptyQuery('recommend');

/** The query without the game, whether it was liked or unliked. */
export const removeGame = (query: RecommendQuery, reference: string): RecommendQuery => ({
  ...query,
  like: query.like.filter((other) => !isSame(other, reference)),
  unlike: query.unlike.filter((other) => !isSame(other, reference)),
});

/** Whatever their weights. */
const isSame = (a: string, b: string) => parseWeighted(a).reference === parseWeighted(b).reference;

/** The query with another weight for a liked game. */
export const weighGame = (query: RecommendQuery, reference: string, weight: number): RecommendQuery => ({
  ...query,
  like: query.like.map((other) =>
    isSame(other, reference) ? withWeight(parseWeighted(other).reference, weight) : other,
  ),
});

/** The query with more of the trait, less of it or neither. */
export function dialTrait(
  query: RecommendQuery,
  slug: string,
  to: 'more' | 'less' | undefined,
): RecommendQuery {
  const [more, less] = [query.more, query.less].map((list) => list.filter((other) => other !== slug));
  return {
    ...query,
    more: to === 'more' ? [...(more ?? []), slug] : (more ?? []),
    less: to === 'less' ? [...(less ?? []), slug] : (less ?? []),
  };
}

export function likeGame(query: RecommendQuery, reference: string): RecommendQuery {
  const rest = removeGame(query, reference);
  return { ...rest, like: [...rest.like, reference], direction: undefined };
}

export function unlikeGame(query: RecommendQuery, reference: string): RecommendQuery {
  const rest = removeGame(query, reference);
  return { ...rest, unlike: [...rest.unlike, reference], direction: undefined };
}

/** The query with this game as its only one; the filters stay, what was steered by does not. */
export const likeOnly = (query: RecommendQuery, reference: string): RecommendQuery => ({
  ...query,
  like: [reference],
  unlike: [],
  more: [],
  less: [],
});

/** The same games without any filter. */
export const withoutFilters = (query: RecommendQuery): RecommendQuery => ({
  ...query,
  ...Object.fromEntries(FILTERS.map((name) => [name, EMPTY_QUERY[name]])),
});

/** The same games without one filter. */
export const withoutFilter = (query: RecommendQuery, filter: FilterName): RecommendQuery => ({
  ...query,
  [filter]: EMPTY_QUERY[filter],
});

export const canLike = (query: RecommendQuery) => query.like.length < MAX_SEEDS;
export const canUnlike = (query: RecommendQuery) => query.unlike.length < MAX_SEEDS;

/** Number of filters that are set; each genre and platform counts. */
export const filterCount = (query: RecommendQuery): number =>
  FILTERS.map((name) => query[name] ?? []).flat().length;
