import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import type { WeightedRows } from '../../arrays/rows.ts';
import type { Profile } from './profile.ts';
import type { Release } from '../release/release.ts';

/**
 * Products of two weights are counted in units of 1 / WEIGHT_SCALE². By Cauchy and Schwarz their sums stay about
 * within ±2^30, which fits the 32 bits of the scratch array.
 */
export const SCORE_SCALE = WEIGHT_SCALE * WEIGHT_SCALE;

/** The cosine that a sum of products stands for. Rounded weights can make it exceed 1 by some 0.0001: cut. */
export const cosine = (products: number): number => Math.min(1, products / SCORE_SCALE);

/** The products' sum for one game, by its own vector. */
export function scoreOne({ vectors }: Release, profile: Profile, game: number): number {
  let sum = 0;
  for (let i = vectors.start[game] ?? 0; i < (vectors.start[game + 1] ?? 0); i++) {
    sum += (profile.get(vectors.values[i] ?? 0) ?? 0) * (vectors.weights[i] ?? 0);
  }
  return sum;
}

/** Adds the products' sums of all games in the index (feature → games) to `sums`, by walking the profile's features. */
export function scoreAll(byFeature: WeightedRows, profile: Profile, sums: Int32Array): void {
  const { start, values, weights } = byFeature;
  for (const [feature, weight] of profile) {
    const end = start[feature + 1] ?? 0;
    for (let i = start[feature] ?? 0; i < end; i++) {
      const game = values[i] ?? 0;
      // Both factors are whole numbers: no detour by way of doubles.
      sums[game] = ((sums[game] ?? 0) + Math.imul(weight, weights[i] ?? 0)) | 0;
    }
  }
}
