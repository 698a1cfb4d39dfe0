import { DEFAULT_LIMIT, MAX_SEEDS, type RecommendQuery } from '@playkin/shared/api.ts';

export const EMPTY_QUERY: RecommendQuery = {
  like: [],
  unlike: [],
  genre: [],
  platform: [],
  limit: DEFAULT_LIMIT,
};

/** The query without the game, whether it was liked or unliked. */
export const removeGame = (query: RecommendQuery, slug: string): RecommendQuery => ({
  ...query,
  like: query.like.filter((other) => other !== slug),
  unlike: query.unlike.filter((other) => other !== slug),
});

export function likeGame(query: RecommendQuery, slug: string): RecommendQuery {
  const rest = removeGame(query, slug);
  return { ...rest, like: [...rest.like, slug] };
}

export function unlikeGame(query: RecommendQuery, slug: string): RecommendQuery {
  const rest = removeGame(query, slug);
  return { ...rest, unlike: [...rest.unlike, slug] };
}

/** The query with this game as its only one; the filters stay. */
export const likeOnly = (query: RecommendQuery, slug: string): RecommendQuery => ({
  ...query,
  like: [slug],
  unlike: [],
});

/** The same games without any filter. */
export const withoutFilters = ({ like, unlike, limit }: RecommendQuery): RecommendQuery => ({
  like,
  unlike,
  genre: [],
  platform: [],
  limit,
});

export const canLike = (query: RecommendQuery) => query.like.length < MAX_SEEDS;
export const canUnlike = (query: RecommendQuery) => query.unlike.length < MAX_SEEDS;

/** Number of filters that are set; each genre and platform counts. */
export function filterCount(query: RecommendQuery): number {
  const single = [query.from, query.to, query.popularity].filter((value) => value !== undefined);
  return query.genre.length + query.platform.length + single.length;
}
