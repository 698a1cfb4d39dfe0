import { NEIGHBORS, NO_GAME } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import { top } from '../../arrays/top.ts';
import type { Release } from '../release/release.ts';
import { compose, type ComposeOptions, familiesOf } from './compose.ts';
import { type Filters, isFilterless, passing } from './filters.ts';
import { type Profile, profileOf } from './profile.ts';
import { type Scored, renownOf, rerank } from './rerank.ts';
import { cosine, scoreAll, scoreOne } from './score.ts';

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
  const neighbors = row.filter((neighbor) => neighbor !== NO_GAME);
  const { list, rest } = compose(release, neighbors, optionsOf(query));
  if (list.length < query.limit) return undefined;
  return { results: list.map((game) => ({ game, score: cosine(scoreOne(release, profile, game)) })), rest };
}

/** The answer by scoring every game that shares a feature with the profile: exact for every query. */
export function fromIndex(release: Release, query: SimilarQuery, profile: Profile): Listed {
  const { games, scratch: sums } = release;
  const { like, unlike, adult = false, limit } = query;
  const passes = passingFilters(release, query);
  const mayShow = (game: number) => passes[game] === 1 && (adult || games.adult[game] === 0);
  const liked = renownOf(release, like);
  try {
    scoreAll(release.byFeature, profile, sums);
    for (const seed of [...like, ...unlike]) sums[seed] = 0;
    for (let reach = NEIGHBORS; ; reach *= 2) {
      const nearest = nearestOf(sums, mayShow, reach);
      const order = rerank(release, nearest, liked);
      const scores = new Map(order.map(({ item, score }) => [item, cosine(score)]));
      const { list, rest } = compose(release, scores.keys(), optionsOf(query));
      // Where relatives take up places, the list goes on with what is farther off.
      if (list.length === limit || nearest.length < reach) {
        return { results: list.map((game) => ({ game, score: scores.get(game) ?? 0 })), rest };
      }
    }
  } finally {
    sums.fill(0);
  }
}

const passingFilters = (release: Release, { filters }: SimilarQuery): Uint8Array =>
  isFilterless(filters) ? release.games.recommended : passing(release, filters);

/** The `size` games of the highest sums above 0 that may be shown; of equal ones those of lower numbers. */
function nearestOf(sums: Int32Array, mayShow: (game: number) => boolean, size: number): readonly Scored[] {
  const best = top(size);
  for (let game = 0; game < sums.length; game++) {
    const sum = sums[game] ?? 0;
    if (sum > 0 && mayShow(game)) best.offer(game, sum);
  }
  return best.best();
}

/** See {@link SimilarAnswer.withheld}. Adult games are few: only their part of the index is walked. */
function countWithheld(
  release: Release,
  query: SimilarQuery,
  profile: Profile,
  results: readonly Similar[],
): number {
  if (query.adult === true) return 0;
  const { adultGames, games, scratch: sums } = release;
  const passes = passingFilters(release, query);
  const relatives = familiesOf(release, [...query.like, ...query.unlike]);
  const lowest = results.length < query.limit ? 0 : Math.min(...results.map(({ score }) => score));
  try {
    scoreAll(adultGames.byFeature, profile, sums);
    let count = 0;
    for (const game of adultGames.games) {
      const sum = sums[game] ?? 0;
      if (sum <= 0 || cosine(sum) < lowest || passes[game] !== 1) continue;
      if (!relatives.has(at(games.family, game))) count++;
    }
    return count;
  } finally {
    sums.fill(0);
  }
}

/** The games most like what is asked for. */
export function similar(release: Release, query: SimilarQuery): SimilarAnswer {
  const profile = profileOf(release, query.like, query.unlike);
  const ready = isPlain(release, query) ? fromNeighbors(release, query, profile) : undefined;
  const listed = ready ?? fromIndex(release, query, profile);
  return { profile, ...listed, withheld: countWithheld(release, query, profile, listed.results) };
}
