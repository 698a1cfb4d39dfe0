import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { growingU16, growingU32 } from '../arrays/growing.ts';
import type { WeightedRows } from '../arrays/rows.ts';
import type { Warehouse } from '../warehouse.ts';

/** Vectors without their zeros. A game is meant by its place: 0, 1, 2 … in the order of their ids. */
export interface SparseVectors {
  ids: readonly number[];
  placeOf: ReadonlyMap<number, number>;
  /** Of each game its features, rising, and their weights in units of 1 / WEIGHT_SCALE. */
  rows: WeightedRows;
  /** Of each vector, with what is unknown of the game, in the same units. */
  lengths: Float64Array;
}

const VECTORS = 'SELECT game_id, feature_id, weight FROM vectors ORDER BY game_id, feature_id';

/** The table `vectors`. */
export async function readVectors(warehouse: Warehouse): Promise<SparseVectors> {
  const [start, feature, weight] = [growingU32(), growingU32(), growingU16()];
  const ids: number[] = [];
  const squares: number[] = [];
  for await (const row of warehouse.query(VECTORS)) {
    const id = Number(row['game_id']);
    if (id !== ids.at(-1)) {
      start.push(feature.length);
      ids.push(id);
      squares.push(0);
    }
    const units = Number(row['weight']) * WEIGHT_SCALE;
    squares[squares.length - 1] = (squares.at(-1) ?? 0) + units * units;
    // What is unknown of a game is part of its length, and in no other game.
    if (Number(row['feature_id']) < 0) continue;
    feature.push(Number(row['feature_id']));
    weight.push(units);
  }
  start.push(feature.length);
  return {
    ids,
    placeOf: new Map(ids.map((id, place) => [id, place])),
    rows: { start: start.take(), values: feature.take(), weights: weight.take() },
    lengths: Float64Array.from(squares, Math.sqrt),
  };
}

export interface Part {
  /** Ids of the games to keep. Default: all. */
  games?: ReadonlySet<number>;
  /** Features to leave out; the vectors are as much shorter. Default: none. */
  without?: ReadonlySet<number>;
}

/** The vectors of some games, or without some features. */
export function partOf(
  { ids, rows, lengths }: SparseVectors,
  { games, without = new Set() }: Part,
): SparseVectors {
  const places = [...ids.keys()].filter((place) => games === undefined || games.has(ids[place] ?? -1));
  const start = new Uint32Array(places.length + 1);
  const values = new Uint32Array(rows.values.length);
  const weights = new Uint16Array(rows.values.length);
  let end = 0;
  const kept = places.map((place, i) => {
    let square = (lengths[place] ?? 0) ** 2;
    for (let from = rows.start[place] ?? 0; from < (rows.start[place + 1] ?? 0); from++) {
      const [feature, weight] = [rows.values[from] ?? 0, rows.weights[from] ?? 0];
      if (without.has(feature)) {
        square -= weight * weight;
        continue;
      }
      values[end] = feature;
      weights[end] = weight;
      end++;
    }
    start[i + 1] = end;
    // Subtracting squares of a rounded root can leave a little less than nothing.
    return Math.sqrt(Math.max(0, square));
  });
  const keptIds = places.map((place) => ids[place] ?? -1);
  return {
    ids: keptIds,
    placeOf: new Map(keptIds.map((id, place) => [id, place])),
    rows: { start, values: values.slice(0, end), weights: weights.slice(0, end) },
    lengths: Float64Array.from(kept),
  };
}
