import { NEIGHBORS, NO_GAME } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import { top } from '../../arrays/top.ts';
import type { Release } from '../release/release.ts';
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
  /** In the order of {@link rerank}. One game of a family at most, and none of a liked or unliked game's. */
  results: Similar[];
}

const familiesOf = ({ games }: Release, seeds: readonly number[]) =>
  new Set(seeds.map((seed) => at(games.family, seed)));

/**
 * The answer from the precomputed neighbours, scored anew from the vectors. `undefined` when what is left of them without
 * relatives is fewer than asked for.
 */
export function fromNeighbors(
  release: Release,
  seed: number,
  profile: Profile,
  limit: number,
): Similar[] | undefined {
  const row = release.neighbors.subarray(seed * NEIGHBORS, (seed + 1) * NEIGHBORS);
  const neighbors = row.filter((neighbor) => neighbor !== NO_GAME);
  const list = firstOfFamilies(neighbors, limit, release.games.family, familiesOf(release, [seed]));
  if (list.length < limit) return undefined;
  return list.map((game) => ({ game, score: cosine(scoreOne(release, profile, game)) }));
}

/** The answer by scoring every game that shares a feature with the profile: exact for every query. */
export function fromIndex(release: Release, query: SimilarQuery, profile: Profile): Similar[] {
  const { games, scratch: sums } = release;
  const { like, unlike, filters, limit } = query;
  const passes = isFilterless(filters) ? games.recommended : passing(release, filters);
  const relatives = familiesOf(release, [...like, ...unlike]);
  const liked = renownOf(release, like);
  try {
    scoreAll(release, profile, sums);
    for (const seed of [...like, ...unlike]) sums[seed] = 0;
    for (let reach = NEIGHBORS; ; reach *= 2) {
      const nearest = nearestOf(sums, passes, reach);
      const order = rerank(release, nearest, liked);
      const scores = new Map(order.map(({ item, score }) => [item, cosine(score)]));
      const list = firstOfFamilies(scores.keys(), limit, games.family, relatives);
      // Where relatives take up places, the list goes on with what is farther off.
      if (list.length === limit || nearest.length < reach) {
        return list.map((game) => ({ game, score: scores.get(game) ?? 0 }));
      }
    }
  } finally {
    sums.fill(0);
  }
}

/** The `size` games of the highest sums above 0 that pass; of equal ones those of lower numbers. */
function nearestOf(sums: Int32Array, passes: Uint8Array, size: number): readonly Scored[] {
  const best = top(size);
  for (let game = 0; game < sums.length; game++) {
    const sum = sums[game] ?? 0;
    if (sum > 0 && passes[game] === 1) best.offer(game, sum);
  }
  return best.best();
}

/** The games most like what is asked for. */
export function similar(release: Release, query: SimilarQuery): SimilarAnswer {
  const profile = profileOf(release, query.like, query.unlike);
  const [seed, ...others] = query.like;
  const plain = others.length === 0 && query.unlike.length === 0 && isFilterless(query.filters);
  const ready = plain && seed !== undefined ? fromNeighbors(release, seed, profile, query.limit) : undefined;
  return { profile, results: ready ?? fromIndex(release, query, profile) };
}

/**
 * The first game of each of the first `limit` families, so that no two games of a list are one to a player.
 * @param family of each game
 * @param without families that are passed over
 */
function firstOfFamilies(
  games: Iterable<number>,
  limit: number,
  family: Uint32Array,
  without: ReadonlySet<number>,
): number[] {
  const seen = new Set(without);
  const first: number[] = [];
  for (const game of games) {
    if (first.length === limit) break;
    const own = family[game] ?? game;
    if (seen.has(own)) continue;
    seen.add(own);
    first.push(game);
  }
  return first;
}
