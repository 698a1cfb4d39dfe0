import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMemory } from '../support/memory-warehouse.ts';
import { makeAnalytics } from '../support/analytics-warehouse.ts';

let warehouse: DuckDbWarehouse;
beforeAll(async () => {
  warehouse = await openMemory();
  await makeAnalytics(warehouse);
});
afterAll(() => {
  warehouse.close();
});

const rowsOf = (sql: string) => Array.fromAsync(warehouse.query(sql));

test.each(stepsOf('views').map(({ table }) => table))('$name has a row a key', async ({ name, key }) => {
  const sql = `SELECT COUNT(*) AS total FROM igdb_analytics.${name}`;
  const keys = `SELECT COUNT(*) AS total FROM (SELECT DISTINCT ${key.join(', ')} FROM igdb_analytics.${name})`;
  expect(await rowsOf(sql)).toEqual(await rowsOf(keys));
  expect(Number((await rowsOf(sql))[0]?.['total'])).toBeGreaterThan(0);
});

test('games_flat has every canonical game once, tags as lists', async () => {
  const counts = `SELECT
    (SELECT COUNT(*) FROM igdb_analytics.games_flat) AS flat,
    (SELECT COUNT(*) FROM games WHERE canonical_id = game_id) AS canonical,
    (SELECT SUM(1 + editions) FROM igdb_analytics.games_flat) AS with_editions,
    (SELECT COUNT(*) FROM games) AS games`;
  const [count] = await rowsOf(counts);
  expect(count?.['flat']).toBe(count?.['canonical']);
  expect(count?.['with_editions']).toBe(count?.['games']);
  const sql = `SELECT year, genres, themes, platforms, developer, editions, neighbors
    FROM igdb_analytics.games_flat WHERE slug = 'burnout-paradise'`;
  expect(await rowsOf(sql)).toEqual([
    {
      year: 2008,
      genres: 'Racing',
      themes: 'Action, Open world, Sandbox',
      platforms: 'PC (Microsoft Windows), PlayStation 3, Xbox 360',
      developer: 'Criterion Games',
      editions: 0,
      neighbors: 50,
    },
  ]);
  const bare =
    "SELECT genres, developer, editions, neighbors FROM igdb_analytics.games_flat WHERE name = 'Bare'";
  expect(await rowsOf(bare)).toEqual([{ genres: null, developer: null, editions: 0, neighbors: 0 }]);
});

test('neighbors_named loses no neighbour', async () => {
  const sql = `SELECT
    (SELECT COUNT(*) FROM igdb_analytics.neighbors_named) - (SELECT COUNT(*) FROM neighbors) AS lost`;
  expect(await rowsOf(sql)).toEqual([{ lost: 0 }]);
});

test('tag_trends counts the games of a year', async () => {
  const sql = `SELECT games, games_of_year, ROUND(share * games_of_year, 6) AS share_of_year
    FROM igdb_analytics.tag_trends WHERE kind = 'genre' AND name = 'Racing' AND year = 2008`;
  const own = `SELECT COUNT(*) AS games FROM igdb_analytics.games_flat
    WHERE year = 2008 AND STRPOS(CONCAT(', ', genres, ','), ', Racing,') > 0`;
  const [trend] = await rowsOf(sql);
  expect(trend?.['games']).toBe((await rowsOf(own))[0]?.['games']);
  expect(trend?.['share_of_year']).toBe(trend?.['games']);
});

test('pipeline_health shows the last run of each stage and how late it is', async () => {
  const sql = `SELECT stage, run_id, status, minutes, age_hours > 0 AS has_age, late, records_rejected
    FROM igdb_analytics.pipeline_health ORDER BY stage`;
  const health = { status: 'done', minutes: 0, has_age: true };
  await warehouse.upsert(rawTable('runs'), [
    { run_id: 'publish-1', stage: 'publish', status: 'failed', started_at: new Date().toISOString() },
  ]);
  expect(await rowsOf(sql)).toMatchObject([
    { ...health, stage: 'ingest', run_id: 'ingest-1', records_rejected: 2 },
    {
      stage: 'publish',
      run_id: 'publish-1',
      status: 'failed',
      minutes: null,
      late: true,
      records_rejected: 0,
    },
    { ...health, stage: 'similarity', run_id: 'similarity-1', records_rejected: 0 },
  ]);
});

test('quality_history tells the change from the measurement before', async () => {
  const sql = `SELECT run_id, value, change FROM igdb_analytics.quality_history
    WHERE metric = 'agreement' ORDER BY measured_at`;
  expect(await rowsOf(sql)).toEqual([
    { run_id: 'similarity-0', value: 0.5, change: null },
    { run_id: 'similarity-1', value: 0.75, change: 0.25 },
  ]);
});
