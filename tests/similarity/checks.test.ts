import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { buildTables, CheckError, slicesFor } from '@playkin/functions/src/similarity/build-tables.ts';
import { type Step, stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSimilarity } from '../support/memory-warehouse.ts';
import { nastyGames } from '../support/nasty-games.ts';
import { ODD_GAMES } from '../support/odd-games.ts';

const STEPS = stepsOf('seeds', 'staging', 'features', 'similarity', 'release').map((step) => ({
  ...step,
  table: slicesFor(step.table, 0),
}));

/** Ways to spoil a table: by doubling its rows, or by another expression for one of its columns. */
type Corruption = 'twice' | { column: string; as: string };

const CORRUPTIONS: [table: string, what: string, corruption: Corruption][] = [
  ...STEPS.map(({ table }): [string, string, Corruption] => [table.name, 'a key twice', 'twice']),
  ['families', 'a canonical game that is not there', { column: 'canonical_id', as: '-1' }],
  [
    'families',
    'a canonical game that stands for another',
    { column: 'canonical_id', as: 'canonical_id + 7' },
  ],
  ['families', 'a family that is no game', { column: 'family_id', as: '-1' }],
  [
    'families',
    'families that have run together',
    { column: 'family_id', as: '(SELECT MIN(canonical_id) FROM families)' },
  ],
  ['games', 'editions that are recommended', { column: 'withheld', as: 'NULL' }],
  ['games', 'a game without an id', { column: 'game_id', as: 'NULL' }],
  ['games', 'a game without a name', { column: 'name', as: 'NULL' }],
  ['games', 'an adult game without a reason', { column: 'is_adult', as: 'NOT is_adult' }],
  ['games', 'ratings above 100', { column: 'rating', as: '101' }],
  ['games', 'years before there were games', { column: 'first_release_year', as: '1800' }],
  ['game_tags', 'a tag of a game that is not there', { column: 'game_id', as: '-game_id' }],
  ['aliases', 'a name of a game that is not there', { column: 'game_id', as: '-game_id' }],
  ['feature_kinds', 'shares that are not 1 together', { column: 'share', as: 'share * 1.01' }],
  ['vectors', 'vectors that are too short', { column: 'weight', as: 'weight * 0.99' }],
  ['vectors', 'a weight below 0', { column: 'weight', as: '-weight' }],
  [
    'closed_features',
    'weights that are not those of the vectors',
    { column: 'genre_weight', as: 'genre_weight / 2' },
  ],
  ['closed_features', 'bits that are not those of the vectors', { column: 'modes', as: '0' }],
  [
    'closed_features',
    'a kind that is longer in some games than in others',
    { column: 'genre_weight', as: 'IF(MOD(game_id, 2) = 0, genre_weight / 2, genre_weight)' },
  ],
  ['closed_features', 'games that are missing', { column: 'game_id', as: '-game_id' }],
  ['popularity', 'renown of 1 or more', { column: 'renown', as: 'renown + 32768' }],
  ['neighbors', 'ranks that do not begin at 1', { column: 'rank', as: 'rank + 1' }],
  ['neighbors', 'a game that is its own neighbour', { column: 'neighbor_id', as: 'game_id' }],
  ['neighbors', 'a neighbour twice', { column: 'neighbor_id', as: '1' }],
  ['neighbors', 'a score of 0', { column: 'score', as: '0' }],
  ['neighbors', 'a score above 1', { column: 'score', as: 'score + 1' }],
  // 40 is an adult game.
  ['neighbors', 'an adult neighbour', { column: 'neighbor_id', as: 'IF(rank = 1, 40, neighbor_id)' }],
  ['release_games', 'neighbours that are not there', { column: 'game_id', as: '-game_id' }],
  ['release_games', 'neighbours that stand for another', { column: 'canonical_id', as: '5' }],
];

let warehouse: DuckDbWarehouse;
beforeAll(async () => {
  warehouse = await buildSimilarity([...ODD_GAMES, ...nastyGames(150, 3)]);
  await buildTables(warehouse, stepsOf('release'), () => undefined);
});
afterAll(() => {
  warehouse.close();
});

function stepOf(table: string): Step {
  const step = STEPS.find((candidate) => candidate.table.name === table);
  if (step === undefined) throw new Error(`No step builds ${table}`);
  return step;
}

/** The step as it is, but for a SELECT that spoils the table it has built. */
function corrupted(step: Step, corruption: Corruption): Step {
  const { name, description, key, columns } = step.table;
  const select = Object.keys(columns).map((column) =>
    corruption !== 'twice' && column === corruption.column ? `${corruption.as} AS ${column}` : column,
  );
  const sql = `SELECT ${select.join(', ')} FROM ${name}`;
  return {
    ...step,
    table: { name, description, key, columns },
    source: corruption === 'twice' ? `${sql} UNION ALL ${sql}` : sql,
  };
}

const failed = new Set<string>();

test.each(CORRUPTIONS)('a check of %s finds %s', async (table, _what, corruption) => {
  const step = stepOf(table);
  const error = await buildTables(warehouse, [corrupted(step, corruption)], () => undefined).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CheckError);
  const { file, rows, message } = error as CheckError;
  expect(step.checks.map((check) => check.file)).toContain(file);
  failed.add(file);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThanOrEqual(5);
  expect(message).toContain(file);
  // Back as it was, for the checks that read this table beside their own.
  await buildTables(warehouse, [step], () => undefined);
});

test('every check has been seen to fail', () => {
  const checks = STEPS.flatMap((step) => step.checks.map(({ file }) => file));
  expect(checks.filter((file) => !failed.has(file))).toEqual([]);
});
