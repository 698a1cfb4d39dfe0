import { NEIGHBORS, UNKNOWN_RATING, WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';
import { SCORE_SCALE } from './score.ts';

export interface Scored {
  /** Canonical game. */
  item: number;
  /** Sum of products of weights, above 0. */
  score: number;
}

export interface Ranked extends Scored {
  /** What the list is ordered by, 0–1: it never rises from one game to the next. */
  match: number;
}

/** How well known what is liked is: the weighted mean of the liked games' renown, in its units. */
export function renownOf(
  { games }: Release,
  like: readonly number[],
  weights: ReadonlyMap<number, number> = new Map(),
): number {
  const weightOf = (game: number) => weights.get(game) ?? 1;
  const sorted = like.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, game) => sum + weightOf(game), 0);
  return Math.floor(sorted.reduce((sum, game) => sum + weightOf(game) * at(games.renown, game), 0) / total);
}

/**
 * How far the renown of a game speaks for it where what is liked has that renown, in units of 1 / WEIGHT_SCALE: 1 + renown · renown.
 * As functions/sql/similarity/neighbors.sql does it. With a score it makes a whole number below 2^47: exact.
 */
const favourOf = ({ games }: Release, game: number, liked: number) =>
  WEIGHT_SCALE + Math.floor((liked * at(games.renown, game)) / WEIGHT_SCALE);

/** The match of a game: its score, times favour in parts of the largest that there can be, which a game known to all has. */
const matchOf = (release: Release, { item, score }: Scored, liked: number): number =>
  Math.min(1, (score * favourOf(release, item, liked)) / (SCORE_SCALE * (WEIGHT_SCALE + liked)));

/**
 * The nearest games in the order of a list: each fifty of them by score · (1 + renown of what is liked · renown of the game), of
 * equal ones those of higher renown first, then those of lower numbers. Who loves a game that many know is likely to look for others that many know; who
 * loves one that few know gets what is nearest. Fifty by fifty, so that fame never brings up what is far away.
 *
 * The match of the first fifty is {@link matchOf}; that of the others is at most the lowest of the fifty before.
 *
 * @param nearest by score, then by renown, then by number
 * @param liked renown of what is liked
 */
export function rerank(release: Release, nearest: readonly Scored[], liked: number): Ranked[] {
  const ranked: Ranked[] = [];
  for (let start = 0; start < nearest.length; start += NEIGHBORS) {
    const most = ranked.at(-1)?.match ?? 1;
    const fifty = nearest.slice(start, start + NEIGHBORS).map(({ item, score }) => ({
      item,
      score,
      match: Math.min(most, matchOf(release, { item, score }, liked)),
      favour: score * favourOf(release, item, liked),
    }));
    const renownOfItem = (item: number) => at(release.games.renown, item);
    fifty.sort(
      (a, b) => b.favour - a.favour || renownOfItem(b.item) - renownOfItem(a.item) || a.item - b.item,
    );
    for (const { item, score, match } of fifty) ranked.push({ item, score, match });
  }
  return ranked;
}

/**
 * How far a game is as well known as is asked for, above 0 to 1, in units of 1 / WEIGHT_SCALE: 1 - |p| + |p| · renown where p is
 * above 0, 1 - |p| · renown below.
 *
 * @param popularity p, -1 (hidden) to 1 (famous)
 */
export function popularityFactor({ games }: Release, game: number, popularity: number): number {
  const renown = at(games.renown, game);
  const strength = Math.abs(popularity);
  const wanted = popularity > 0 ? renown : WEIGHT_SCALE - renown;
  // At least one unit: of games that nobody knows the more alike is still the better.
  return Math.max(1, Math.round((1 - strength) * WEIGHT_SCALE + strength * wanted));
}

/** What a game is worth where nothing is liked: its rating, 0–1, and half of it where nobody rated it. */
export function worthOf({ games }: Release, game: number): number {
  const rating = at(games.rating, game);
  return rating === UNKNOWN_RATING ? 0.5 : rating / 100;
}
