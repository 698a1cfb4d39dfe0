import type { RecommendAnswer, RecommendQuery } from '@playkin/shared/api.ts';
import { MAX_LIMIT, TAG_FILTERS } from '@playkin/shared/parameters.ts';
import { formatQuery } from '@playkin/shared/query.ts';
import { at } from '../../arrays/rows.ts';
import { gameCard } from './game-card.ts';
import { tagOf } from './filters.ts';
import type { Filters } from '../similar/filters.ts';
import { gameOr404 } from './find-game.ts';
import { readQuery } from './read-query.ts';
import { ProblemError } from '../../problem.ts';
import type { Release } from '../release/release.ts';
import { similar } from '../similar/similar.ts';
import { why } from '../why/why.ts';
import { CACHED, urlOf } from './route.ts';
import type { Route } from './route.ts';

/** Canonical games, each once: an edition stands for the game it folds onto. */
function canonicalGames(release: Release, references: string[], parameter: 'like' | 'unlike'): number[] {
  const games = references.map((reference) => gameOr404(release, reference, parameter));
  return [...new Set(games.map((game) => at(release.games.canonical, game)))];
}

/** Half of a liked game taken away from itself is its own direction again, with higher scores: no answer to anything. */
function rejectBoth(release: Release, like: readonly number[], unlike: readonly number[]) {
  const both = unlike.find((game) => like.includes(game));
  if (both === undefined) return;
  const found = `${release.games.slug.at(both)}, which like names too, itself or by an edition`;
  throw new ProblemError(400, `unlike: expected other games than like has, found ${found}.`, 'unlike');
}

function filtersOf(release: Release, query: RecommendQuery): Filters {
  const { from, to, popularity } = query;
  const tags = TAG_FILTERS.map((name) => query[name].map((slugOrName) => tagOf(release, name, slugOrName)));
  return { tags, from, to, popularity };
}

function answer(release: Release, query: RecommendQuery): Omit<RecommendAnswer, 'release'> {
  const like = canonicalGames(release, query.like, 'like');
  const unlike = canonicalGames(release, query.unlike, 'unlike');
  rejectBoth(release, like, unlike);
  const filters = filtersOf(release, query);
  const { profile, results, rest, withheld } = similar(release, {
    like,
    unlike,
    filters,
    adult: query.adult === 'include',
    allOfSeries: query.series === 'all',
    limit: query.limit,
  });
  return {
    seeds: like.map((game) => gameCard(release, game, query.lang)),
    results: results.map(({ game, score }) => ({
      game: gameCard(release, game, query.lang),
      score,
      why: why(release, profile, game),
    })),
    rest: rest.slice(0, MAX_LIMIT).map((game) => gameCard(release, game)),
    withheld,
  };
}

/** GET /api/recommend */
export const recommendRoute: Route = (params) => {
  const query = readQuery('recommend', params);
  return {
    url: urlOf('/api/recommend', formatQuery('recommend', query)),
    cacheControl: CACHED,
    answer: ({ release }) => answer(release, query),
  };
};
