import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';
import type { Dial } from './dials.ts';

/** How much a game that the visitor does not mean takes away from the profile. */
const UNLIKE_WEIGHT = 0.5;
/** How far the profile moves along a trait that there is to be more or less of, in parts of its own length. */
const DIAL_STEP = 0.5;

/**
 * What is asked for, as a vector: feature → weight in units of 1 / WEIGHT_SCALE, like the games' own weights, so
 * that scores are whole numbers here too and do not depend on the order of addition.
 */
export type Profile = ReadonlyMap<number, number>;

/** What a profile is made of. */
export interface Wishes {
  /** Canonical games. */
  like: readonly number[];
  /** Canonical games. */
  unlike: readonly number[];
  /** Canonical game → how much it counts beside the others of `like` or `unlike`; 1 where it has none. */
  weights?: ReadonlyMap<number, number>;
  more?: readonly Dial[];
  less?: readonly Dial[];
}

/** What one liked or unliked game or one trait adds to each weight of the profile, in the profile's units but not rounded. */
export interface Part {
  /** Canonical game; undefined: a trait of `more` or `less`. */
  game?: number;
  /** Its slug; undefined: a game. */
  trait?: string;
  weights: Profile;
}

function scaled(weights: Profile, factor: number): Map<number, number> {
  return new Map([...weights].map(([feature, weight]) => [feature, weight * factor]));
}

/** Feature → weight of a canonical game. */
export function vectorOf({ vectors }: Release, game: number): Map<number, number> {
  const vector = new Map<number, number>();
  for (let i = at(vectors.start, game); i < at(vectors.start, game + 1); i++) {
    vector.set(at(vectors.values, i), at(vectors.weights, i));
  }
  return vector;
}

function sumOf(parts: readonly Part[]): Map<number, number> {
  const sum = new Map<number, number>();
  for (const { weights } of parts) {
    for (const [feature, weight] of weights) sum.set(feature, (sum.get(feature) ?? 0) + weight);
  }
  return sum;
}

const lengthOf = (vector: Profile) => Math.hypot(...vector.values());

/** The parts of a profile, before it is brought to length 1, in an order that does not depend on that of the wishes. */
function unscaledParts(release: Release, { like, unlike, weights, more = [], less = [] }: Wishes): Part[] {
  const weighted = (games: readonly number[], factor: number): Part[] => {
    const sorted = games.toSorted((a, b) => a - b);
    const weightOf = (game: number) => weights?.get(game) ?? 1;
    const total = sorted.reduce((sum, game) => sum + weightOf(game), 0);
    return sorted.map((game) => ({
      game,
      weights: scaled(vectorOf(release, game), (factor * weightOf(game)) / total),
    }));
  };
  const games = [...weighted(like, 1), ...weighted(unlike, -UNLIKE_WEIGHT)];
  // With no game, or games that cancel out, the traits alone give the direction.
  const step = DIAL_STEP * (lengthOf(sumOf(games)) || WEIGHT_SCALE);
  const along = (dials: readonly Dial[], factor: number): Part[] =>
    dials
      .toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
      .map(({ slug, axis }) => ({ trait: slug, weights: scaled(axis, factor) }));
  return [...games, ...along(more, step), ...along(less, -step)];
}

/**
 * The weighted mean of the liked games' vectors, less {@link UNLIKE_WEIGHT} times the weighted mean of the unliked ones', moved by
 * {@link DIAL_STEP} along each trait, at length 1. Weights below zero are kept: a game is held back by what it shares with the
 * unliked ones alone. One liked game by itself is its own vector unchanged, so that every way of answering "like X" gives the same
 * scores. The order of the wishes changes nothing.
 */
export function composeProfile(release: Release, wishes: Wishes): { profile: Profile; parts: Part[] } {
  const [only, ...others] = [...wishes.like, ...wishes.unlike];
  const dials = (wishes.more?.length ?? 0) + (wishes.less?.length ?? 0);
  if (only !== undefined && others.length === 0 && wishes.like.length === 1 && dials === 0) {
    const weights = vectorOf(release, only);
    return { profile: weights, parts: [{ game: only, weights }] };
  }
  const unscaled = unscaledParts(release, wishes);
  const sum = sumOf(unscaled);
  // Likes and unlikes that cancel out leave nothing to scale.
  const factor = WEIGHT_SCALE / (lengthOf(sum) || 1);
  const profile = new Map<number, number>();
  for (const [feature, weight] of sum) {
    const rounded = Math.round(weight * factor);
    if (rounded !== 0) profile.set(feature, rounded);
  }
  return {
    profile,
    parts: unscaled.map((part) => ({ ...part, weights: scaled(part.weights, factor) })),
  };
}

/** The profile of {@link composeProfile} for games alone. */
export const profileOf = (release: Release, like: readonly number[], unlike: readonly number[]): Profile =>
  composeProfile(release, { like, unlike }).profile;
