import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { entriesOf, productsWith } from '../nearest.ts';
import type { SparseVectors } from '../sparse-vectors.ts';
import type { Ranker } from './ranking.ts';

/**
 * Ranks by the mean of the cosines with the games of the profile. A game without a vector is like no other.
 *
 * @param ids of the universe
 */
export function bySimilarity(vectors: SparseVectors, ids: readonly number[]): Ranker {
  const productsOf = productsWith(vectors);
  const places = ids.map((id) => vectors.placeOf.get(id));
  return (profile) => {
    const sum = new Map<number, number>();
    for (const game of profile) {
      const place = places[game];
      if (place === undefined) continue;
      for (const [feature, weight] of entriesOf(vectors, place)) {
        sum.set(feature, (sum.get(feature) ?? 0) + weight);
      }
    }
    const products = productsOf(sum);
    // The sum of the cosines is the product with the sum of the vectors.
    const unit = WEIGHT_SCALE * WEIGHT_SCALE * Math.max(1, profile.length);
    return places.map((place) => (place === undefined ? 0 : (products[place] ?? 0) / unit));
  };
}
