import { NEIGHBORS, NO_GAME } from '@playkin/shared/release.ts';
import { isIn } from '../../arrays/bit-set.ts';
import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';
import { compose, type ComposeOptions, familiesOf } from './compose.ts';
import { type Filters, isFilterless, passing } from './filters.ts';
import { type Profile, profileOf } from './profile.ts';
import { nearest, countFrom } from './nearest.ts';
import { renownOf, rerank } from './rerank.ts';
import { cosine, laidOut, SCORE_SCALE, scoreOf } from './score.ts';

export interface SimilarQuery {
  /** Canonical games, at least one. */
  like: readonly number[];
  /** Canonical games. */
  unlike: readonly number[];
  filters: Filters;
  /** Whether adult games may be results; they may not unless it says so. */
  adult?: boolean;
  /** Whether a list may hold any number of games of a series; see {@link compose} for how many otherwise. */
  allOfSeries?: boolean;
  limit: number;
}

export interface Similar {
  /** Canonical game. */
  game: number;
  /** Above 0, at most 1. */
  score: number;
}

/** A list, and what was passed over for its sake. */
interface Listed {
  results: Similar[];
  /** Canonical games before the list's end that are not in it because it holds enough of their series, in order. */
  rest: number[];
}

export interface SimilarAnswer extends Listed {
  profile: Profile;
  /** In the order of {@link rerank}, as {@link compose} chooses them. */
  results: Similar[];
  /**
   * Number of adult games left out that match at least as well as the last result, or that match at all where there are fewer
   * results than asked for.
   */
  withheld: number;
}

const optionsOf = ({ like, unlike, limit, allOfSeries = false }: SimilarQuery): ComposeOptions => ({
  limit,
  seeds: [...like, ...unlike],
  allOfSeries,
});

/** Whether the precomputed neighbours are those of the query: without adult games, and of a game that is none. */
export function isPlain({ games }: Release, { like, unlike, filters, adult = false }: SimilarQuery): boolean {
  const [seed, ...others] = like;
  if (seed === undefined || others.length > 0 || unlike.length > 0) return false;
  return isFilterless(filters) && !adult && games.adult[seed] === 0;
}

/**
 * The answer to a plain query from the precomputed neighbours, scored anew from the vectors. `undefined` when {@link compose}
 * leaves fewer of them than asked for.
 */
export function fromNeighbors(release: Release, query: SimilarQuery, profile: Profile): Listed | undefined {
  const seed = at(query.like, 0);
  const row = release.neighbors.subarray(seed * NEIGHBORS, (seed + 1) * NEIGHBORS);
  const end = row.indexOf(NO_GAME);
  const { list, rest } = compose(release, end === -1 ? row : row.subarray(0, end), optionsOf(query));
  if (list.length < query.limit) return undefined;
  return laidOut(release, profile, (weightOf) => ({
    results: list.map((game) => ({ game, score: cosine(scoreOf(release, weightOf, game)) })),
    rest,
  }));
}

/** The answer by the scores of all games: exact for every query. */
export function fromIndex(release: Release, query: SimilarQuery, profile: Profile): Listed {
  const { like, unlike, adult = false, filters, limit } = query;
  const passes = passing(release, filters, adult);
  const liked = renownOf(release, like);
  const except = [...like, ...unlike];
  // Relatives of the seeds and of each other take up places: a long list needs more than its own length.
  for (let size = 2 * limit > NEIGHBORS ? 2 * NEIGHBORS : NEIGHBORS; ; size *= 2) {
    const found = nearest(release, { profile, passes, except, like, size });
    const order = rerank(release, found, liked);
    const scores = new Map(order.map(({ item, score }) => [item, cosine(score)]));
    const { list, rest } = compose(release, scores.keys(), optionsOf(query));
    if (list.length === limit || found.length < size) {
      return { results: list.map((game) => ({ game, score: scores.get(game) ?? 0 })), rest };
    }
  }
}

/** See {@link SimilarAnswer.withheld}. Adult games are few: only their part of the index is walked. */
function countWithheld(
  release: Release,
  query: SimilarQuery,
  profile: Profile,
  results: readonly Similar[],
): number {
  if (query.adult === true) return 0;
  const { adultGames, games } = release;
  const passes = passing(release, query.filters, true);
  const relatives = familiesOf(release, [...query.like, ...query.unlike]);
  const lowest = results.reduce((least, { score }) => Math.min(least, score), 1);
  // Cosines are products over a power of two: nothing is rounded on the way back.
  const bar = results.length < query.limit ? 1 : lowest * SCORE_SCALE;
  const counts = (game: number) => isIn(passes, game) && !relatives.has(at(games.family, game));
  return countFrom(release, adultGames.byFeature, profile, bar, counts);
}

/** The games most like what is asked for. */
export function similar(release: Release, query: SimilarQuery): SimilarAnswer {
  const profile = profileOf(release, query.like, query.unlike);
  const ready = isPlain(release, query) ? fromNeighbors(release, query, profile) : undefined;
  const listed = ready ?? fromIndex(release, query, profile);
  return { profile, ...listed, withheld: countWithheld(release, query, profile, listed.results) };
}
