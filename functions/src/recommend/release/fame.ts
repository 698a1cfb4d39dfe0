import { MAX_LIMIT } from '@playkin/shared/parameters.ts';
import { at } from '../../arrays/rows.ts';
import { top } from '../../arrays/top.ts';

/** The part of the rated games that counts as famous. */
const FAMOUS_PART = 0.1;

/** How many ratings a canonical game has that is famous or hidden. Fewer than `famous` is not famous, and so on. */
export interface FameBounds {
  /** At least as many: the number that the last game of the best-known tenth has. Games that tie with it are famous. */
  famous: number;
  /** At most as many: the number that the rated game in the middle has, or else one less than a famous game. */
  hidden: number;
}

/** Where nobody rated anything, nothing is famous and everything hidden. */
export function fameBounds(ratings: Uint32Array): FameBounds {
  const rated = ratings.filter((count) => count > 0).sort();
  if (rated.length === 0) return { famous: Infinity, hidden: 0 };
  const famous = at(rated, rated.length - Math.ceil(rated.length * FAMOUS_PART));
  const median = at(rated, Math.floor((rated.length - 1) / 2));
  return { famous, hidden: Math.min(median, famous - 1) };
}

/**
 * The games that most people rated; of equals the one with the lower number first. {@link MAX_LIMIT} of the adult games and as many
 * of the others, so that there are enough with and without adult games.
 */
export function mostRated(ratings: Uint32Array, isAdult: (game: number) => boolean): Uint32Array {
  const [adult, others] = [top(MAX_LIMIT), top(MAX_LIMIT)];
  ratings.forEach((count, game) => {
    (isAdult(game) ? adult : others).offer(game, count);
  });
  const best = [...adult.best(), ...others.best()].sort((a, b) => b.score - a.score || a.item - b.item);
  return Uint32Array.from(best, ({ item }) => item);
}
