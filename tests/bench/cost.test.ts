import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import type { TableSpec } from '@playkin/functions/src/warehouse.ts';
import { openMemory } from '../support/memory-warehouse.ts';
import { scaled, sizeOf, totalOf } from './column-bytes.ts';
import { columnsRead, STATISTICS } from './columns-read.ts';
import { cpuOf, evaluations, PAIR_JOINS } from './cpu.ts';

const plants: TableSpec = {
  name: 'plants',
  description: 'Plants.',
  key: ['id'],
  columns: {
    id: { type: 'INT64', description: 'Key.' },
    name: { type: 'STRING', description: 'Name.' },
    edible: { type: 'BOOL', description: 'Edible.' },
    height: { type: 'FLOAT64', description: 'Metres.' },
    seen_at: { type: 'TIMESTAMP', description: 'Last seen.' },
  },
};

let warehouse: DuckDbWarehouse;
beforeAll(async () => {
  warehouse = await openMemory();
  await warehouse.upsert(plants, [
    { id: 1, name: 'oak', edible: false, height: 20.5, seen_at: '2026-01-01T00:00:00.000Z' },
    { id: 2, name: 'açaí', edible: true, height: null, seen_at: null },
    { id: 3, name: null, edible: null, height: 1, seen_at: null },
  ]);
  await Array.fromAsync(warehouse.query(`SET disabled_optimizers = '${STATISTICS}'`));
});
afterAll(() => {
  warehouse.close();
});

test('sizes are the logical bytes that BigQuery counts', async () => {
  const size = await sizeOf(warehouse, plants);
  // Two texts of 3 and 6 bytes with 2 more each; NULL is nothing.
  expect(size).toEqual({ rows: 3, columns: { id: 24, name: 13, edible: 2, height: 16, seen_at: 8 } });
  expect(totalOf(scaled(size, 10))).toBe(630);
});

test.each([
  ['what it selects', 'SELECT name FROM plants', ['name']],
  ['what it filters by', 'SELECT name FROM plants WHERE height > 2', ['height', 'name']],
  ['a column once', 'SELECT a.id FROM plants AS a JOIN plants AS b ON b.id = a.id', ['id']],
  [
    'only what a common table expression is asked for',
    'WITH c AS (SELECT * FROM plants) SELECT id FROM c',
    ['id'],
  ],
  ['what can only be found missing', 'SELECT id FROM plants WHERE id IS NULL', ['id']],
  ['what a parameter is compared with', 'SELECT id FROM plants WHERE height > @metres', ['height', 'id']],
])('a statement reads %s', async (_what, sql, columns) => {
  const read = await columnsRead(warehouse, [plants], sql, { metres: 1, unused: 2 });
  expect([...(read.get('plants') ?? [])].sort()).toEqual(columns);
});

test.each([
  ['once', 'WITH\npairs AS (\n  SELECT 1\n),\nb AS (\n  SELECT 1 FROM pairs\n)\nSELECT 1 FROM b', 1],
  [
    'wherever it is used, and used again',
    'WITH\npairs AS (\n  SELECT 1\n),\nb AS (\n  SELECT 1 FROM pairs\n)\nSELECT 1 FROM b JOIN b JOIN pairs',
    3,
  ],
  ['not at all', 'SELECT 1 FROM other', 0],
])('an expression may be evaluated %s', (_what, sql, times) => {
  expect(evaluations(sql, 'pairs')).toBe(times);
});

test.each(Object.entries(PAIR_JOINS))('%s has its join where it is looked for', (name, { expression }) => {
  const step = stepsOf().find(({ table }) => table.name === name);
  expect(evaluations(String(step?.source), expression)).toBeGreaterThan(0);
});

test('a table in slices is allowed as much for each as for the whole', () => {
  // 10 MB are allowed 2,560 s; 1e9 pairs are estimated to take 2,700.
  expect(cpuOf(10 * 2 ** 20, 0, 1e9, 1)).toEqual({ allowed: 2560, estimated: 2700, factor: 0.9 });
  expect(cpuOf(10 * 2 ** 20, 0, 1e9, 5)).toEqual({ allowed: 2560, estimated: 540, factor: 4.7 });
});
