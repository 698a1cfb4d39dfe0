import { MAX_LIMIT } from '@playkin/shared/api.ts';
import { at } from './at.ts';
import { top } from './top.ts';

/** The part of the rated games that counts as famous. */
const FAMOUS_PART = 0.1;

/**
 * How many ratings make a game famous: as many as the last game of the best-known tenth has. Games that tie with it
 * are famous too. Where nobody rated anything, nothing is.
 */
export function famousRatings(ratings: Uint32Array): number {
  const rated = ratings.filter((count) => count > 0).sort();
  if (rated.length === 0) return Infinity;
  return at(rated, rated.length - Math.ceil(rated.length * FAMOUS_PART));
}

/** The {@link MAX_LIMIT} games that most people rated; of equals the one with the lower number first. */
export function mostRated(ratings: Uint32Array): Uint32Array {
  const most = top(MAX_LIMIT);
  ratings.forEach((count, game) => {
    most.offer(game, count);
  });
  return Uint32Array.from(most.best(), ({ item }) => item);
}
