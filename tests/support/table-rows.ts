import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import type { Row, TableSpec } from '@playkin/functions/src/warehouse.ts';
import { fillTable } from './fill-table.ts';
import { openMemory } from './memory-warehouse.ts';

const BUILT = stepsOf().map(({ table }) => table);
const SPECS: TableSpec[] = [...BUILT, rawTable('raw_games'), rawTable('quality'), rawTable('runs')];

/** A memory warehouse that holds these rows of these tables; columns that a row leaves out are null. */
export async function warehouseOf(tables: Record<string, Row[]>): Promise<DuckDbWarehouse> {
  const warehouse = await openMemory();
  for (const [name, rows] of Object.entries(tables)) {
    const spec = SPECS.find((table) => table.name === name);
    if (spec === undefined) throw new Error(`There is no table ${name}`);
    await fillTable(warehouse, spec, rows);
  }
  return warehouse;
}

/** Rows of `games`: an id, or an edition's id with that of its game. */
export const games = (...ids: (number | [edition: number, canonical: number])[]): Row[] =>
  ids.map((id) => {
    const [game_id, canonical_id] = typeof id === 'number' ? [id, id] : id;
    return { game_id, canonical_id, name: `Game ${game_id}`, rating_count: 0 };
  });

/** Rows of `neighbors`: of each game its neighbours, nearest first. */
export const neighbors = (lists: Record<number, number[]>): Row[] =>
  Object.entries(lists).flatMap(([game, list]) =>
    list.map((neighbor_id, i) => ({ game_id: Number(game), rank: i + 1, neighbor_id, score: 1 / (i + 1) })),
  );

/** Rows of `vectors`: of each game the weights of its features, by the feature's kind and number (`word 3`). */
export const vectors = (weights: Record<number, Record<string, number>>): Row[] =>
  Object.entries(weights).flatMap(([game, features]) =>
    Object.entries(features).map(([feature, weight]) => {
      const [kind = '', number = ''] = feature.split(' ');
      return { game_id: Number(game), feature_id: Number(number), kind, weight };
    }),
  );
