import { NEIGHBORS, NO_GAME } from '@playkin/shared/release.ts';
import { isFilterless, passing } from './filters.ts';
import type { Filters } from './filters.ts';
import { profileOf } from './profile.ts';
import type { Profile } from './profile.ts';
import type { Release } from './release.ts';
import { cosine, scoreAll, scoreOne } from './score.ts';
import { top } from './top.ts';

export interface SimilarQuery {
  /** Canonical games, at least one. */
  like: readonly number[];
  /** Canonical games. */
  unlike: readonly number[];
  filters: Filters;
  limit: number;
}

export interface Similar {
  /** Canonical game. */
  game: number;
  /** Above 0, at most 1. */
  score: number;
}

export interface SimilarAnswer {
  profile: Profile;
  /** By score, then by game number. Neither a liked nor an unliked game is among them. */
  results: Similar[];
}

/**
 * The answer from the precomputed neighbours, scored anew from the vectors. `undefined` when there are fewer of
 * them than asked for.
 */
export function fromNeighbors(
  release: Release,
  seed: number,
  profile: Profile,
  limit: number,
): Similar[] | undefined {
  const row = release.neighbors.subarray(seed * NEIGHBORS, (seed + 1) * NEIGHBORS);
  const best = top(limit);
  // In ascending order, because of equal scores the first one offered wins.
  for (const game of row.filter((neighbor) => neighbor !== NO_GAME && neighbor !== seed).sort()) {
    const sum = scoreOne(release, profile, game);
    if (sum > 0) best.offer(game, sum);
  }
  return best.best().length < limit ? undefined : results(best);
}

/** The answer by scoring every game that shares a feature with the profile: exact for every query. */
export function fromIndex(release: Release, query: SimilarQuery, profile: Profile): Similar[] {
  const { canonicalCount, scratch: sums } = release;
  const passes = isFilterless(query.filters) ? undefined : passing(release, query.filters);
  const best = top(query.limit);
  try {
    scoreAll(release, profile, sums);
    for (const seed of [...query.like, ...query.unlike]) sums[seed] = 0;
    for (let game = 0; game < canonicalCount; game++) {
      const sum = sums[game] ?? 0;
      if (sum > 0 && passes?.[game] !== 0) best.offer(game, sum);
    }
  } finally {
    sums.fill(0);
  }
  return results(best);
}

const results = (best: ReturnType<typeof top>): Similar[] =>
  best.best().map(({ item, score }) => ({ game: item, score: cosine(score) }));

/** The games most like what is asked for. */
export function similar(release: Release, query: SimilarQuery): SimilarAnswer {
  const profile = profileOf(release, query.like, query.unlike);
  const [seed, ...others] = query.like;
  const plain = others.length === 0 && query.unlike.length === 0 && isFilterless(query.filters);
  const ready = plain && seed !== undefined ? fromNeighbors(release, seed, profile, query.limit) : undefined;
  return { profile, results: ready ?? fromIndex(release, query, profile) };
}
