import type { Trial } from './leave-one-out.ts';

/** A score for each game of the universe, for a user who played these. 0 where nothing speaks for the game. */
export type Ranker = (profile: readonly number[]) => ArrayLike<number>;

/**
 * The rank, from 1, of the game held out among all games that are not in the profile, by falling score and then by place.
 * Undefined for a game that nothing speaks for: its place among the others of score 0 would be chance.
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

/** Hit rate@k of one trial: 1 when the game held out is among the first `size`, else 0. */
export const hit = (rank: number | undefined, size: number): number =>
  rank !== undefined && rank <= size ? 1 : 0;

/**
 * NDCG@k of one trial (Järvelin and Kekäläinen 2002): with one relevant game it is 1 / log2(rank + 1), 1 for the first place;
 * 0 beyond `size`.
 */
export const gain = (rank: number | undefined, size: number): number =>
  rank !== undefined && rank <= size ? 1 / Math.log2(rank + 1) : 0;
