import { seededRandom } from './seeded-random.ts';

/** Games over which a figure is averaged, drawn at random where there are more. Intervals are then ±0.01 or narrower. */
const SAMPLED_GAMES = 5_000;
/** What is drawn at random is drawn again by the next run: two runs differ by what was measured only. */
export const SEED = 10;

/**
 * `size` of the items, each as likely as any other, or all of them where there are no more; in their own order.
 *
 * @param random from 0 up to, but not, 1
 */
export function sample<T>(items: readonly T[], size: number, random: () => number): T[] {
  let wanted = Math.min(size, items.length);
  // Knuth's algorithm S: an item is taken with the share of those still wanted among those still to come.
  return items.filter((_, i) => {
    const isTaken = random() * (items.length - i) < wanted;
    if (isTaken) wanted--;
    return isTaken;
  });
}

/** The games to average a figure over. */
export const sampleOfGames = <T>(games: readonly T[]): T[] =>
  sample(games, SAMPLED_GAMES, seededRandom(SEED));
