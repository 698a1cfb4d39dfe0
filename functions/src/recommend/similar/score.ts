import { LEAST_SCORE, WEIGHT_SCALE } from '@playkin/shared/release.ts';
import type { Profile } from './profile.ts';
import type { Release } from '../release/release.ts';

/**
 * Products of two weights are counted in units of 1 / WEIGHT_SCALE². By Cauchy and Schwarz their sums stay about
 * within ±2^30, which fits the 32 bits of the scratch arrays.
 */
export const SCORE_SCALE = WEIGHT_SCALE * WEIGHT_SCALE;

/** The least sum of products with which a game is in a list that no filter narrows. */
export const LEAST_PRODUCTS = Math.ceil(LEAST_SCORE * SCORE_SCALE);

/** The cosine that a sum of products stands for. Rounded weights can make it exceed 1 by some 0.0001: cut. */
export const cosine = (products: number): number => Math.min(1, products / SCORE_SCALE);

/** A profile laid out by feature, so that a weight is one look into an array. */
export type WeightOf = Int32Array;

/** Lays the profile out in the release's scratch array for the time of some work, which must not wait for anything. */
export function laidOut<T>({ scratch }: Release, profile: Profile, work: (weightOf: WeightOf) => T): T {
  const { weightOf } = scratch;
  for (const [feature, weight] of profile) weightOf[feature] = weight;
  try {
    return work(weightOf);
  } finally {
    for (const feature of profile.keys()) weightOf[feature] = 0;
  }
}

/** The products' sum for one game, by its own vector. */
export function scoreOf({ vectors }: Release, weightOf: WeightOf, game: number): number {
  const { start, values, weights } = vectors;
  const end = start[game + 1] ?? 0;
  let sum = 0;
  // Both factors are whole numbers: no detour by way of doubles.
  for (let i = start[game] ?? 0; i < end; i++) {
    sum = (sum + Math.imul(weightOf[values[i] ?? 0] ?? 0, weights[i] ?? 0)) | 0;
  }
  return sum;
}

/** {@link scoreOf} where only one game is asked about. */
export const scoreOne = (release: Release, profile: Profile, game: number): number =>
  laidOut(release, profile, (weightOf) => scoreOf(release, weightOf, game));
