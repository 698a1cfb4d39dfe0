import { averaged } from './statistics.ts';
import type { Lists } from './lists.ts';
import { mean } from './statistics.ts';
import type { Metrics } from './quality.ts';
import { sampleOfGames } from './statistics.ts';

/** Mean self-information of the games in a top ten (Vargas and Castells 2011), averaged over the lists. */
export function novelty({ ratings, tops }: Lists): Metrics {
  const bits = selfInformation(ratings);
  const lists = sampleOfGames(tops).filter((list) => list.length > 0);
  return averaged(
    'novelty@10',
    lists.map((list) => mean(list.map((game) => bits[game] ?? 0))),
  );
}

/**
 * The self-information of each game, in bits: -log2 of its share of all ratings (Zhou et al. 2010). One rating is added to
 * each game, which keeps the value finite for a game without ratings.
 */
export function selfInformation(ratings: readonly number[]): number[] {
  const total = ratings.reduce((sum, count) => sum + count + 1, 0);
  return ratings.map((count) => -Math.log2((count + 1) / total));
}
