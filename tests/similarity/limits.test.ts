import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { buildTables, slicesFor } from '@playkin/functions/src/similarity/build-tables.ts';
import { type Step, stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import type { Row } from '@playkin/functions/src/warehouse.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillTable } from '../support/fill-table.ts';
import { openMemory } from '../support/memory-warehouse.ts';

/** Without their checks, which hold of a whole catalogue and not of tables given one by one. */
const STEPS = stepsOf('seeds', 'staging', 'features', 'similarity').map((step) => ({
  ...step,
  table: slicesFor(step.table, 0),
  checks: [],
}));
const namesAre = (names: string[]) => (step: Step) => names.includes(step.table.name);

let warehouse: DuckDbWarehouse;
beforeEach(async () => {
  warehouse = await openMemory();
});
afterEach(() => {
  warehouse.close();
});

const fill = async (tables: Record<string, Row[]>) => {
  for (const { table } of STEPS.filter(namesAre(Object.keys(tables)))) {
    await fillTable(warehouse, table, tables[table.name] ?? []);
  }
};
const buildThese = (...names: string[]) =>
  buildTables(warehouse, STEPS.filter(namesAre(names)), () => undefined);
const rowsOf = (sql: string) => Array.fromAsync(warehouse.query(sql));
const ids = (count: number, first = 1) => Array.from({ length: count }, (_, i) => first + i);

test('a keyword of more than 2,000 games is no feature, a genre of as many is', async () => {
  const tag = (kind: string, tag_id: number) => (game_id: number) => ({ game_id, kind, tag_id, name: 'x' });
  await fill({
    games: ids(2001).map((id) => ({ game_id: id, canonical_id: id })),
    game_tags: [
      ...ids(2001).map(tag('genre', 1)),
      ...ids(2001).map(tag('keyword', 1)),
      ...ids(2000).map(tag('keyword', 2)),
    ],
    idle_keywords: [],
    game_words: [],
    game_concepts: [],
    learned_concepts: [],
  });
  await buildThese('feature_kinds', 'stop_words', 'concept_phrases', 'features');
  expect(await rowsOf('SELECT kind, key, games FROM features ORDER BY feature_id')).toEqual([
    { kind: 'genre', key: '1', games: 2001 },
    { kind: 'keyword', key: '2', games: 2000 },
  ]);
});

const closed = (game_id: number, feature_set_id: number): Row => ({
  ...{ game_id, feature_set_id, genres: 1, themes: 0, modes: 0, perspectives: 0 },
  ...{ genre_weight: 0.5, theme_weight: 0, mode_weight: 0, perspective_weight: 0 },
});
const open = (game_id: number): Row => ({
  ...{ game_id, feature_id: 7, kind: 'word', vocabulary: 'open', feature: 'lantern', weight: 0.5 },
});
const unknown = (game_id: number): Row => ({ game_id, renown: 0, recommended: true, is_adult: false });

test('of more than 50 equally near games the 50 of the lowest ids are neighbours, by closed or by open features', async () => {
  const equal = ids(53, 100);
  await fill({
    closed_features: equal.map((id) => closed(id, 100)),
    vectors: [open(1), open(100)],
    popularity: [1, ...equal].map(unknown),
  });
  await buildThese('closed_neighbors', 'open_features', 'neighbors');
  const neighborsOf = async (id: number) =>
    (await rowsOf(`SELECT neighbor_id FROM neighbors WHERE game_id = ${id} ORDER BY rank`)).map(
      (row) => row['neighbor_id'],
    );
  expect(await neighborsOf(152)).toEqual(ids(50, 100));
  // Game 1 has no closed features in common with game 100, but as much in open ones as the others have in closed ones.
  expect(await neighborsOf(100)).toEqual([1, ...ids(49, 101)]);
  expect(await neighborsOf(1)).toEqual([100]);
});

test('of equally near games those of the higher renown are neighbours, by closed or by open features', async () => {
  const equal = ids(60, 100);
  const knownBest = (id: number) => ({ ...unknown(id), renown: id });
  await fill({
    closed_features: equal.map((id) => closed(id, 100)),
    vectors: [open(1), ...ids(52, 2).map(open)],
    popularity: [...ids(53), ...equal].map(knownBest),
  });
  await buildThese('closed_neighbors', 'open_features', 'neighbors');
  const neighborsOf = async (id: number) =>
    (await rowsOf(`SELECT neighbor_id FROM neighbors WHERE game_id = ${id} ORDER BY rank`)).map(
      (row) => row['neighbor_id'],
    );
  expect(await neighborsOf(100)).toEqual(ids(50, 110).toReversed());
  expect(await neighborsOf(1)).toEqual(ids(50, 4).toReversed());
});

test('a withheld game is in no list, whether it is near by closed or by open features', async () => {
  const equal = ids(103, 100);
  await fill({
    closed_features: equal.map((id) => closed(id, 100)),
    vectors: [open(101), open(102)],
    // Every second one, the first of the feature set too.
    popularity: equal.map((id) => ({ ...unknown(id), recommended: id % 2 === 1 })),
  });
  await buildThese('closed_neighbors', 'open_features', 'neighbors');
  const listOf = async (id: number) =>
    (await rowsOf(`SELECT neighbor_id FROM neighbors WHERE game_id = ${id} ORDER BY rank`)).map(
      (row) => row['neighbor_id'],
    );
  const recommended = equal.filter((id) => id % 2 === 1);
  expect(await listOf(100)).toEqual(recommended.slice(0, 50));
  expect(await listOf(101)).toEqual(recommended.slice(1, 51));
  expect(await listOf(102)).toEqual(recommended.slice(0, 50));
});

test('what scores below 0.11 is in no list, by closed or by open features', async () => {
  const alike = (game_id: number, weight: number) => ({ ...closed(game_id, game_id), genre_weight: weight });
  await fill({
    closed_features: [alike(1, 0.3), alike(2, 0.36), alike(3, 0.38)],
    vectors: [
      { ...open(4), weight: 0.3 },
      { ...open(5), weight: 0.36 },
      { ...open(6), weight: 0.38 },
    ],
    popularity: ids(6).map(unknown),
  });
  await buildThese('closed_neighbors', 'open_features', 'neighbors');
  // 0.3 · 0.36 = 0.108, 0.3 · 0.38 = 0.114
  expect(await rowsOf('SELECT game_id, neighbor_id FROM neighbors ORDER BY game_id, rank')).toEqual([
    { game_id: 1, neighbor_id: 3 },
    { game_id: 2, neighbor_id: 3 },
    { game_id: 3, neighbor_id: 2 },
    { game_id: 3, neighbor_id: 1 },
    { game_id: 4, neighbor_id: 6 },
    { game_id: 5, neighbor_id: 6 },
    { game_id: 6, neighbor_id: 5 },
    { game_id: 6, neighbor_id: 4 },
  ]);
});
