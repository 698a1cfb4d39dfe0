import type { Trial } from './leave-one-out.ts';

/** A score for each game of the universe, given what a user played. 0 means no evidence for the game. */
export type Ranker = (profile: readonly number[]) => ArrayLike<number>;

/**
 * The rank, from 1, of the held-out game among all games outside the profile, by descending score, then by index.
 * Undefined for a score of 0: its rank among the other games of score 0 would be chance.
 */
export function rankOfHeld({ profile, held }: Trial, scores: ArrayLike<number>): number | undefined {
  const score = scores[held] ?? 0;
  if (score <= 0) return undefined;
  const known = new Set(profile);
  let rank = 1;
  for (let game = 0; game < scores.length; game++) {
    const other = scores[game] ?? 0;
    if ((other > score || (other === score && game < held)) && !known.has(game)) rank++;
  }
  return rank;
}

/** Hit rate@k of one trial: 1 when the held-out game is among the first `size`, else 0. */
export const hit = (rank: number | undefined, size: number): number =>
  rank !== undefined && rank <= size ? 1 : 0;

/**
 * NDCG@k of one trial (Järvelin and Kekäläinen 2002): with one relevant game it is 1 / log2(rank + 1): 1 for the first rank,
 * 0 beyond `size`.
 */
export const gain = (rank: number | undefined, size: number): number =>
  rank !== undefined && rank <= size ? 1 / Math.log2(rank + 1) : 0;
