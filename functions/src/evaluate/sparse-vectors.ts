import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { growingU16, growingU32 } from '../arrays/growing.ts';
import type { WeightedRows } from '../recommend/release/release.ts';
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
