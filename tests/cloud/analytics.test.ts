import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { analyticsQueries } from '@playkin/functions/src/similarity/data-dictionary.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { RAW_TABLES, rawTable } from '@playkin/functions/src/tables.ts';
import type { Row, Warehouse } from '@playkin/functions/src/warehouse.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXPECTED } from '../support/analytics-answers.ts';
import { makeAnalytics } from '../support/analytics-warehouse.ts';
import { plain } from '../golden/build.ts';
import { openMemory } from '../support/memory-warehouse.ts';
import { describeCloud, type Emulators, startEmulators, warehouseOn } from './emulators.ts';

/** Joins are nested loops in the emulator: a part of the bundled catalogue has to do. */
const EVERY = 20;
const SEED = 'hollow-knight';

const TABLES = [
  ...RAW_TABLES.map(rawTable),
  ...stepsOf('seeds', 'staging', 'features', 'similarity').map(({ table }) => table),
];
/** Tables that no view or worked query reads. */
const UNREAD = [
  ['positions', 'records', 'families', 'aliases'],
  ['idle_keywords', 'game_words', 'features', 'vectors'],
  ['closed_features', 'closed_neighbors'],
].flat();
/** So few games leave nothing for some of the questions. */
const MAY_BE_EMPTY = ['studios_alike', 'tags_that_travel_together', 'platform_mix', 'steady_series'];

describeCloud('for analysts, BigQuery and DuckDB', () => {
  let emulators: Emulators;
  let duckDb: DuckDbWarehouse;
  let bigQuery: Warehouse;
  beforeAll(async () => {
    emulators = await startEmulators();
    duckDb = await openMemory();
    await makeAnalytics(duckDb, (record, i) => i % EVERY === 0 || record['slug'] === SEED);
    bigQuery = warehouseOn(emulators, await emulators.newBucket());
    for (const table of TABLES.filter(({ name }) => !UNREAD.includes(name))) {
      await bigQuery.upsert(table, duckDb.query(`SELECT * FROM ${table.name}`));
    }
    for (const { table, source } of stepsOf('views')) await bigQuery.materialize(table, source);
  });
  afterAll(async () => {
    duckDb.close();
    await emulators.stop();
  });

  const rowsOf = async (warehouse: Warehouse, sql: string): Promise<Row[]> =>
    (await Array.fromAsync(warehouse.query(sql))).map(plain);

  test.each(analyticsQueries())('answer $file alike', async ({ file, sql }) => {
    const rows = await rowsOf(bigQuery, sql);
    expect(rows).toEqual(await rowsOf(duckDb, sql));
    if (!MAY_BE_EMPTY.some((name) => file.includes(name))) expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(EXPECTED[file]?.columns).toEqual(expect.arrayContaining(Object.keys(row)));
  });

  test.each(stepsOf('views').map(({ table }) => table))(
    'show $name alike',
    async ({ name, key, columns }) => {
      // How long ago something was goes on while the test runs.
      const compared = Object.keys(columns).filter((column) => !/hours/.test(column));
      const sql = `SELECT ${compared.join(', ')} FROM igdb_analytics.${name} ORDER BY ${key.join(', ')}`;
      const rows = await rowsOf(bigQuery, sql);
      expect(rows).toEqual(await rowsOf(duckDb, sql));
      expect(rows.length).toBeGreaterThan(0);
    },
  );
});
