import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';

/** How much a game that the visitor does not mean takes away from the profile. */
const UNLIKE_WEIGHT = 0.5;

/**
 * What is asked for, as a vector: feature → weight in units of 1 / WEIGHT_SCALE, like the games' own weights, so
 * that scores are whole numbers here too and do not depend on the order of addition.
 */
export type Profile = ReadonlyMap<number, number>;

function add(profile: Map<number, number>, { vectors }: Release, game: number, factor: number) {
  for (let i = at(vectors.start, game); i < at(vectors.start, game + 1); i++) {
    const feature = at(vectors.values, i);
    profile.set(feature, (profile.get(feature) ?? 0) + factor * at(vectors.weights, i));
  }
}

/**
 * The mean of the liked games' vectors less {@link UNLIKE_WEIGHT} times the mean of the unliked ones', at length 1.
 * Weights below zero are kept: a game is held back by what it shares with the unliked ones alone. One liked game by
 * itself is its own vector unchanged, so that every way of answering "like X" gives the same scores.
 * @param like canonical games, at least one
 * @param unlike canonical games
 */
export function profileOf(release: Release, like: readonly number[], unlike: readonly number[]): Profile {
  const sum = new Map<number, number>();
  for (const game of like) add(sum, release, game, 1 / like.length);
  if (like.length === 1 && unlike.length === 0) return sum;
  for (const game of unlike) add(sum, release, game, -UNLIKE_WEIGHT / unlike.length);

  // Likes and unlikes that cancel out leave nothing to scale.
  const length = Math.hypot(...sum.values()) || 1;
  const profile = new Map<number, number>();
  for (const [feature, weight] of sum) {
    const scaled = Math.round((weight / length) * WEIGHT_SCALE);
    if (scaled !== 0) profile.set(feature, scaled);
  }
  return profile;
}
