import { NEIGHBORS, NO_GAME } from '@playkin/shared/release.ts';
import { at } from './at.ts';
import { isFilterless, passing } from './filters.ts';
import type { Filters } from './filters.ts';
import { profileOf } from './profile.ts';
import type { Profile } from './profile.ts';
import type { Release } from './release.ts';
import { cosine, scoreAll, scoreOne } from './score.ts';
import { topFamilies } from './top-families.ts';
import type { Top } from './top.ts';

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
  /** By score, then by game number. One game of a family at most, and none of a liked or unliked game's. */
  results: Similar[];
}

type Seeds = Pick<SimilarQuery, 'like' | 'unlike' | 'limit'>;

const bestFor = ({ games }: Release, { like, unlike, limit }: Seeds): Top =>
  topFamilies(limit, games.family, new Set([...like, ...unlike].map((seed) => at(games.family, seed))));

/**
 * The answer from the precomputed neighbours, scored anew from the vectors. `undefined` when what is left of them, without
 * relatives and what is not recommended, is fewer than asked for.
 */
export function fromNeighbors(
  release: Release,
  seed: number,
  profile: Profile,
  limit: number,
): Similar[] | undefined {
  const row = release.neighbors.subarray(seed * NEIGHBORS, (seed + 1) * NEIGHBORS);
  const best = bestFor(release, { like: [seed], unlike: [], limit });
  // In ascending order, because of equal scores the first one offered wins.
  for (const game of row.filter((neighbor) => neighbor !== NO_GAME).sort()) {
    const sum = scoreOne(release, profile, game);
    if (sum > 0 && release.games.recommended[game] === 1) best.offer(game, sum);
  }
  return best.best().length < limit ? undefined : results(best);
}

/** The answer by scoring every game that shares a feature with the profile: exact for every query. */
export function fromIndex(release: Release, query: SimilarQuery, profile: Profile): Similar[] {
  const { canonicalCount, games, scratch: sums } = release;
  const passes = isFilterless(query.filters) ? games.recommended : passing(release, query.filters);
  const best = bestFor(release, query);
  try {
    scoreAll(release, profile, sums);
    for (let game = 0; game < canonicalCount; game++) {
      const sum = sums[game] ?? 0;
      if (sum > 0 && passes[game] === 1) best.offer(game, sum);
    }
  } finally {
    sums.fill(0);
  }
  return results(best);
}

const results = (best: Top): Similar[] =>
  best.best().map(({ item, score }) => ({ game: item, score: cosine(score) }));

/** The games most like what is asked for. */
export function similar(release: Release, query: SimilarQuery): SimilarAnswer {
  const profile = profileOf(release, query.like, query.unlike);
  const [seed, ...others] = query.like;
  const plain = others.length === 0 && query.unlike.length === 0 && isFilterless(query.filters);
  const ready = plain && seed !== undefined ? fromNeighbors(release, seed, profile, query.limit) : undefined;
  return { profile, results: ready ?? fromIndex(release, query, profile) };
}
