import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { type BitSet, eachIn, isIn } from '../../arrays/bit-set.ts';
import { top } from '../../arrays/top.ts';
import type { Release } from '../release/release.ts';
import { isFilterless } from './filters.ts';
import { nearest } from './nearest.ts';
import type { Profile } from './profile.ts';
import { seedsOf, type SimilarQuery } from './query.ts';
import { popularityFactor, type Ranked, renownOf, rerank, worthOf } from './rerank.ts';
import { laidOut, LEAST_PRODUCTS, SCORE_SCALE, scoreOf, scoreOne } from './score.ts';

/** The first games of an order, as many as asked for or all there are. The shorter is the beginning of the longer. */
export type Order = (reach: number) => readonly Ranked[];

/** The order of a list, of the games that pass. */
export function orderOf(release: Release, query: SimilarQuery, profile: Profile, passes: BitSet): Order {
  const { like, more = [], weights, popularity } = query;
  if (like.length + more.length === 0) return byWorth(release, query, profile, passes);
  if (like.length === 0 || popularity !== undefined) return byPopularity(release, query, profile, passes);
  const liked = renownOf(release, like, weights);
  const except = seedsOf(query);
  const least = leastOf(query);
  return (size) => rerank(release, nearest(release, { profile, passes, except, like, size, least }), liked);
}

/**
 * The least sum of products of a list: who filters, or asks for traits instead of games, sees all that has anything in common with
 * the question.
 */
export const leastOf = ({ like, filters }: SimilarQuery): number =>
  like.length > 0 && isFilterless(filters) ? LEAST_PRODUCTS : 1;

/** By score times {@link popularityFactor}: exact, as the product of two whole numbers is below 2^46. */
function byPopularity(release: Release, query: SimilarQuery, profile: Profile, passes: BitSet): Order {
  const { popularity = 1 } = query;
  const except = new Set(seedsOf(query));
  const least = leastOf(query);
  return (reach) => {
    const best = top(reach);
    eachScored(release, profile, (game, score) => {
      if (score < least || !isIn(passes, game) || except.has(game)) return;
      best.offer(game, score * popularityFactor(release, game, popularity));
    });
    return best.best().map(({ item, score: key }) => ({
      item,
      score: scoreOne(release, profile, item),
      match: Math.min(1, key / (SCORE_SCALE * WEIGHT_SCALE)),
    }));
  };
}

/** Calls back with every game that has a feature of the profile, and its score. */
function eachScored(
  { byFeature, scratch: { sums } }: Release,
  profile: Profile,
  visit: (game: number, score: number) => void,
): void {
  try {
    for (const [feature, weight] of profile) {
      const end = byFeature.start[feature + 1] ?? 0;
      for (let i = byFeature.start[feature] ?? 0; i < end; i++) {
        const game = byFeature.values[i] ?? 0;
        sums[game] = ((sums[game] ?? 0) + Math.imul(weight, byFeature.weights[i] ?? 0)) | 0;
      }
    }
    for (let game = 0; game < sums.length; game++) if (sums[game] !== 0) visit(game, sums[game] ?? 0);
  } finally {
    sums.fill(0);
  }
}

/**
 * All games that pass, by {@link worthOf} times {@link popularityFactor}, less what there is to be less of: the order where there is
 * nothing to be like.
 */
export function byWorth(release: Release, query: SimilarQuery, profile: Profile, passes: BitSet): Order {
  const { popularity = 1 } = query;
  const except = new Set(seedsOf(query));
  return (reach) => {
    const best = top(reach);
    laidOut(release, profile, (weightOf) => {
      eachIn(passes, (game) => {
        if (except.has(game)) return;
        const known = popularityFactor(release, game, popularity) / WEIGHT_SCALE;
        const held = Math.min(0, scoreOf(release, weightOf, game) / SCORE_SCALE);
        best.offer(game, Math.max(0, worthOf(release, game) * known * (1 + held)));
      });
    });
    return best.best().map(({ item, score: match }) => ({ item, score: 0, match }));
  };
}
