import type { Trial } from './leave-one-out.ts';
import type { Ranker } from './ranking.ts';

/**
 * Ranks by the number of players of a game. The same ranking for everybody.
 *
 * @param histories the games of each user, without the held-out games
 * @param universe how many games there are
 */
export function popularity(histories: readonly Trial['profile'][], universe: number): Ranker {
  const players = new Float64Array(universe);
  for (const game of histories.flat()) players[game] = (players[game] ?? 0) + 1;
  return () => players;
}
