import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { entriesOf, productsWith } from '../nearest.ts';
import type { SparseVectors } from '../sparse-vectors.ts';
import type { Ranker } from './ranking.ts';

/**
 * Ranks by the mean cosine with the games of the profile. A game without a vector scores 0.
 *
 * @param ids ids of the games of the universe
 */
export function bySimilarity(vectors: SparseVectors, ids: readonly number[]): Ranker {
  const productsOf = productsWith(vectors);
  const indices = ids.map((id) => vectors.indexOf.get(id));
  return (profile) => {
    const sum = new Map<number, number>();
    for (const game of profile) {
      const index = indices[game];
      if (index === undefined) continue;
      for (const [feature, weight] of entriesOf(vectors, index)) {
        sum.set(feature, (sum.get(feature) ?? 0) + weight);
      }
    }
    const products = productsOf(sum);
    // The sum of cosines is the dot product with the sum of the vectors.
    const unit = WEIGHT_SCALE * WEIGHT_SCALE * Math.max(1, profile.length);
    return indices.map((index) => (index === undefined ? 0 : (products[index] ?? 0) / unit));
  };
}
