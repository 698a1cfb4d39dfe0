import { NEIGHBORS, WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';

export interface Scored {
  /** Canonical game. */
  item: number;
  /** Sum of products of weights, above 0. */
  score: number;
}

/** How well known what is liked is: the mean of the liked games' renown, in its units. */
export const renownOf = ({ games }: Release, like: readonly number[]): number =>
  Math.floor(like.reduce((sum, game) => sum + at(games.renown, game), 0) / like.length);

/**
 * The nearest games in the order of a list: each fifty of them by score · (1 + renown of what is liked · renown of the game), of
 * equal ones those of lower numbers first. Who loves a game that many know is likely to look for others that many know; who
 * loves one that few know gets what is nearest. Fifty by fifty, so that fame never brings up what is far away.
 *
 * As functions/sql/similarity/neighbors.sql orders the first fifty. Exact: whole numbers below 2^47.
 * @param nearest by score, then by number
 * @param liked renown of what is liked
 */
export function rerank({ games }: Release, nearest: readonly Scored[], liked: number): Scored[] {
  const inFavour = ({ item, score }: Scored) =>
    score * (WEIGHT_SCALE + Math.floor((liked * at(games.renown, item)) / WEIGHT_SCALE));
  const fifties = Array.from({ length: Math.ceil(nearest.length / NEIGHBORS) }, (_, i) =>
    nearest.slice(i * NEIGHBORS, (i + 1) * NEIGHBORS),
  );
  return fifties.flatMap((fifty) =>
    fifty
      .map((game) => ({ ...game, favour: inFavour(game) }))
      .sort((a, b) => b.favour - a.favour || a.item - b.item)
      .map(({ item, score }) => ({ item, score })),
  );
}
