import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';

/** Games of one series that a list may hold. */
const OF_A_SERIES = 2;
/** Of a series that a liked or unliked game is of: who picked one knows the others. */
const OF_OWN_SERIES = 1;

export interface Composition {
  /** Canonical games. */
  list: number[];
  /** The games that are not in the list because it holds enough of their series, in order. */
  rest: number[];
}

export interface ComposeOptions {
  limit: number;
  /** Liked and unliked games, which are canonical. */
  seeds: readonly number[];
  /** Whether a list may hold any number of games of a series. */
  allOfSeries: boolean;
}

export const familiesOf = ({ games }: Release, seeds: readonly number[]): Set<number> =>
  new Set(seeds.map((seed) => at(games.family, seed)));

function seriesOf({ games }: Release, game: number): Uint32Array {
  const { start, values } = games.series;
  return values.subarray(at(start, game), at(start, game + 1));
}

/**
 * A list out of games in their order: one game of a family, none of a seed's family, and of each series at most two, or one where a
 * seed is of it. A game of several series counts for each of them. Every list is composed here, however its games were found.
 */
export function compose(
  release: Release,
  inOrder: Iterable<number>,
  { limit, seeds, allOfSeries }: ComposeOptions,
): Composition {
  const families = familiesOf(release, seeds);
  const own = new Set(seeds.flatMap((seed) => [...seriesOf(release, seed)]));
  const counts = new Map<number, number>();
  const isFull = (series: number) =>
    (counts.get(series) ?? 0) >= (own.has(series) ? OF_OWN_SERIES : OF_A_SERIES);
  const list: number[] = [];
  const rest: number[] = [];
  for (const game of inOrder) {
    if (list.length === limit) break;
    const family = at(release.games.family, game);
    if (families.has(family)) continue;
    families.add(family);
    const series = seriesOf(release, game);
    if (!allOfSeries && series.some(isFull)) {
      rest.push(game);
      continue;
    }
    for (const one of series) counts.set(one, (counts.get(one) ?? 0) + 1);
    list.push(game);
  }
  return { list, rest };
}
