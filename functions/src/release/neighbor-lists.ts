import { NEIGHBORS, NO_GAME } from '@playkin/shared/release.ts';
import { at } from '../arrays/rows.ts';

/**
 * The neighbours of each canonical game, ascending, in two bytes each: their lower 16 bits, and how many of a list there are up to
 * the end of each stretch of 65,536 games. Their order follows from the vectors (functions/src/recommend/similar/rerank.ts); to find
 * the beginning of a list quickly, a bit for each tells whether it is among the {@link FIRST}.
 */
export interface NeighborLists extends NeighborColumns {
  /** Canonical game → where its list begins in `low`; one element more than there are games. */
  start: Uint32Array;
  stretches: number;
}

/** As a file has them. */
export interface NeighborColumns {
  low: Uint16Array<ArrayBuffer>;
  /** For each canonical game as many elements as there are stretches. */
  ends: Uint8Array<ArrayBuffer>;
  /** For each element of `low` a bit, eight to a byte, the lowest first. */
  first: Uint8Array<ArrayBuffer>;
}

/** So many of a list are marked as its first: enough for ten that are of no family or series twice, as a rule. */
export const FIRST = 16;

const STRETCH = 2 ** 16;

const stretchesOf = (games: number) => Math.max(1, Math.ceil(games / STRETCH));

/** @param neighbors NEIGHBORS for each canonical game in the order of a list, padded with NO_GAME */
export function neighborColumns(neighbors: Uint32Array): NeighborColumns {
  const games = neighbors.length / NEIGHBORS;
  const stretches = stretchesOf(games);
  const ends = new Uint8Array(games * stretches);
  const low = new Uint16Array(neighbors.length);
  const first = new Uint8Array((neighbors.length + 7) >>> 3);
  let length = 0;
  for (let game = 0; game < games; game++) {
    const inOrder = neighbors.subarray(game * NEIGHBORS, (game + 1) * NEIGHBORS);
    const isFirst = new Set(inOrder.subarray(0, FIRST));
    const row = inOrder.slice().sort();
    for (let i = 0; i < NEIGHBORS && row[i] !== NO_GAME; i++) {
      if (isFirst.has(at(row, i))) first[length >>> 3] = at(first, length >>> 3) | (1 << (length & 7));
      low[length++] = at(row, i) % STRETCH;
      const place = game * stretches + Math.floor(at(row, i) / STRETCH);
      ends[place] = i + 1;
    }
    for (let place = game * stretches + 1; place < (game + 1) * stretches; place++) {
      ends[place] = Math.max(at(ends, place), at(ends, place - 1));
    }
  }
  return { low: low.subarray(0, length), ends, first: first.subarray(0, (length + 7) >>> 3) };
}

/** @param games canonical ones */
export function viewNeighborLists(columns: NeighborColumns, games: number): NeighborLists {
  const { ends } = columns;
  const stretches = stretchesOf(games);
  const start = new Uint32Array(games + 1);
  for (let game = 0; game < games; game++) {
    start[game + 1] = (start[game] ?? 0) + (ends[(game + 1) * stretches - 1] ?? 0);
  }
  return { ...columns, start, stretches };
}

/** What is wrong in the columns: what was expected, and what was found. */
export function neighborFault(
  { low, ends, first }: NeighborColumns,
  games: number,
): [expected: string, found: string] | undefined {
  const stretches = stretchesOf(games);
  if (ends.length !== games * stretches) return [`${games * stretches} elements in ends`, `${ends.length}`];
  const last = stretches - 1;
  const lowBound = games - last * STRETCH;
  let start = 0;
  for (let game = 0; game < games; game++) {
    let before = 0;
    for (let place = game * stretches; place < (game + 1) * stretches; place++) {
      const end = ends[place] ?? 0;
      if (end < before || end > NEIGHBORS)
        return [`up to ${NEIGHBORS}, ascending, in ends`, `${end} at ${place}`];
      if (place === game * stretches + last) {
        for (let i = start + before; i < start + end; i++) {
          if ((low[i] ?? 0) >= lowBound)
            return [`games below ${games} in low`, `${(low[i] ?? 0) + last * STRETCH} at ${i}`];
        }
      }
      before = end;
    }
    start += before;
  }
  if (start !== low.length) return [`${start} elements in low`, `${low.length}`];
  const marks = (start + 7) >>> 3;
  return first.length === marks ? undefined : [`${marks} elements in first`, `${first.length}`];
}

/** The neighbours of the canonical game, ascending. */
export function neighborsOf({ start, low, ends, stretches }: NeighborLists, game: number): Uint32Array {
  const from = start[game] ?? 0;
  const list = new Uint32Array((start[game + 1] ?? 0) - from);
  let i = 0;
  for (let stretch = 0; stretch < stretches; stretch++) {
    const end = ends[game * stretches + stretch] ?? 0;
    for (; i < end; i++) list[i] = stretch * STRETCH + (low[from + i] ?? 0);
  }
  return list;
}

/** Those of the neighbours that a list begins with, {@link FIRST} or all there are, ascending. */
export function firstNeighborsOf(lists: NeighborLists, game: number): Uint32Array {
  const from = lists.start[game] ?? 0;
  const { first } = lists;
  return neighborsOf(lists, game).filter((_neighbor, i) => {
    const place = from + i;
    return (((first[place >>> 3] ?? 0) >>> (place & 7)) & 1) === 1;
  });
}

/** The canonical games whose neighbour the game is, ascending. */
export function reverseNeighborsOf({ start, low, ends, stretches }: NeighborLists, game: number): number[] {
  const [stretch, wanted] = [Math.floor(game / STRETCH), game % STRETCH];
  const found: number[] = [];
  for (let other = 0; other + 1 < start.length; other++) {
    const first = other * stretches + stretch;
    const from = start[other] ?? 0;
    const end = from + (ends[first] ?? 0);
    for (let i = from + (stretch > 0 ? (ends[first - 1] ?? 0) : 0); i < end; i++) {
      if (low[i] === wanted) {
        found.push(other);
        break;
      }
    }
  }
  return found;
}
