import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { growingU16, growingU32 } from '../arrays/growing.ts';
import type { WeightedRows } from '../arrays/rows.ts';
import type { Warehouse } from '../warehouse.ts';

/** Sparse vectors. A game's index is 0, 1, 2 … in ascending order of game ids. */
export interface SparseVectors {
  ids: readonly number[];
  indexOf: ReadonlyMap<number, number>;
  /** For each game, its features in ascending order and their weights in units of 1 / WEIGHT_SCALE. */
  rows: WeightedRows;
  /** The length of each vector, including the part for what is unknown, in the same units. */
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
    // The unknown part of a game counts towards its length. No other game shares it.
    if (Number(row['feature_id']) < 0) continue;
    feature.push(Number(row['feature_id']));
    weight.push(units);
  }
  start.push(feature.length);
  return {
    ids,
    indexOf: new Map(ids.map((id, index) => [id, index])),
    rows: { start: start.take(), values: feature.take(), weights: weight.take() },
    lengths: Float64Array.from(squares, Math.sqrt),
  };
}

export interface Part {
  /** Ids of the games to keep. Default: all. */
  games?: ReadonlySet<number>;
  /** Features to leave out; the lengths shrink accordingly. Default: none. */
  without?: ReadonlySet<number>;
}

/** The vectors of a subset of games, or without some features. */
export function partOf(
  { ids, rows, lengths }: SparseVectors,
  { games, without = new Set() }: Part,
): SparseVectors {
  const indices = [...ids.keys()].filter((index) => games === undefined || games.has(ids[index] ?? -1));
  const start = new Uint32Array(indices.length + 1);
  const values = new Uint32Array(rows.values.length);
  const weights = new Uint16Array(rows.values.length);
  let end = 0;
  const kept = indices.map((index, i) => {
    let square = (lengths[index] ?? 0) ** 2;
    for (let from = rows.start[index] ?? 0; from < (rows.start[index + 1] ?? 0); from++) {
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
    // Subtracting squares of rounded numbers can give slightly less than 0.
    return Math.sqrt(Math.max(0, square));
  });
  const keptIds = indices.map((index) => ids[index] ?? -1);
  return {
    ids: keptIds,
    indexOf: new Map(keptIds.map((id, index) => [id, index])),
    rows: { start, values: values.slice(0, end), weights: weights.slice(0, end) },
    lengths: Float64Array.from(kept),
  };
}
