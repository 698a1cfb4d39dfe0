import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { invertWeighted } from '../arrays/rows.ts';
import { top } from '../arrays/top.ts';
import type { SparseVectors } from './sparse-vectors.ts';

/** A feature and its weight in a profile, in units of 1 / WEIGHT_SCALE. */
export type Profile = Iterable<readonly [feature: number, weight: number]>;

/** The features of a game with their weights. */
export function* entriesOf(
  { rows }: SparseVectors,
  game: number,
): Generator<[feature: number, weight: number]> {
  for (let i = rows.start[game] ?? 0; i < (rows.start[game + 1] ?? 0); i++) {
    yield [rows.values[i] ?? 0, rows.weights[i] ?? 0];
  }
}

/**
 * The exact dot product of a profile with every vector, by walking the inverted index. The result is in units of
 * WEIGHT_SCALE^-2. The next call overwrites it.
 */
export function productsWith({ rows, ids }: SparseVectors): (profile: Profile) => Float64Array {
  const features = rows.values.reduce((most, feature) => Math.max(most, feature), -1) + 1;
  const games = invertWeighted(rows, features);
  const sums = new Float64Array(ids.length);
  return (profile) => {
    sums.fill(0);
    for (const [feature, weight] of profile) {
      const end = games.start[feature + 1] ?? 0;
      for (let i = games.start[feature] ?? 0; i < end; i++) {
        const game = games.values[i] ?? 0;
        sums[game] = (sums[game] ?? 0) + weight * (games.weights[i] ?? 0);
      }
    }
    return sums;
  };
}

/**
 * The `size` nearest games of a game. Games that share nothing with it are left out; ties go to lower ids.
 *
 * @param lengths the products are divided by these. Default: 1 in the vectors' units, as for the table `neighbors`
 */
export function nearest(
  vectors: SparseVectors,
  size: number,
  lengths: Float64Array = new Float64Array(vectors.ids.length).fill(WEIGHT_SCALE),
): (game: number) => number[] {
  const productsOf = productsWith(vectors);
  return (game) => {
    const best = top(size);
    const products = productsOf(entriesOf(vectors, game));
    // The game's own length is the same for all candidates.
    products.forEach((product, other) => {
      if (product > 0 && other !== game) best.offer(other, product / (lengths[other] ?? 1));
    });
    return best.best().map(({ item }) => item);
  };
}
