import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { analyticsQueries, leadingComment } from '@playkin/functions/src/similarity/data-dictionary.ts';
import { openMemory } from '../support/memory-warehouse.ts';
import { EXPECTED } from '../support/analytics-answers.ts';
import { makeAnalytics } from '../support/analytics-warehouse.ts';

let warehouse: DuckDbWarehouse;
beforeAll(async () => {
  warehouse = await openMemory();
  await makeAnalytics(warehouse);
});
afterAll(() => {
  warehouse.close();
});

const QUERIES = analyticsQueries();

test('there are twelve worked queries, each with its answer here', () => {
  const files = QUERIES.map(({ file }) => file);
  expect(files).toHaveLength(12);
  expect(Object.keys(EXPECTED).sort()).toEqual(files);
});

describe.each(QUERIES)('$file', ({ file, question, sql }) => {
  test('begins with its question', () => {
    expect(question).toContain('?');
  });

  test('answers it', async () => {
    const expected = EXPECTED[file];
    const rows = await Array.fromAsync(warehouse.query(sql));
    expect(Object.keys(rows[0] ?? {})).toEqual(expected?.columns);
    expected?.check(rows);
  });
});

test('the leading comment ends where the statement begins', () => {
  expect(leadingComment('-- One,\n-- two?\nSELECT 1 -- three\n')).toBe('One, two?');
  expect(leadingComment('SELECT 1')).toBe('');
});
