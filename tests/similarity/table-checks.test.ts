import { expect, test } from 'vitest';
import { tableCheck } from '@playkin/functions/src/similarity/steps.ts';
import type { Row, TableSpec } from '@playkin/functions/src/warehouse.ts';
import { openMemory } from '../support/memory-warehouse.ts';

const spec: TableSpec = {
  name: 'checked',
  description: 'Rows.',
  key: ['a', 'b'],
  columns: {
    a: { type: 'INT64', description: 'Key.' },
    b: { type: 'STRING', description: 'Key.' },
    must: { type: 'STRING', required: true, description: 'Required.' },
    may: { type: 'STRING', description: 'Nullable.' },
  },
};

async function found(rows: string[]): Promise<Row[]> {
  const warehouse = await openMemory();
  await warehouse.materialize(
    spec,
    `SELECT a, b, must, may FROM (${rows.map((row) => `SELECT ${row}`).join(' UNION ALL ')}) AS r (a, b, must, may)`,
  );
  const broken = await Array.fromAsync(warehouse.query(tableCheck(spec) ?? ''));
  warehouse.close();
  return broken;
}

const GOOD = "1, 'x', 'm', NULL";

test.each([
  ['nothing in good rows', [GOOD, "1, 'y', 'm', 'n'", "2, 'x', 'm', NULL"], []],
  ['a repeated key', [GOOD, "1, 'x', 'other', NULL"], [{ a: 1, b: 'x', times: 2 }]],
  ['a key with NULL', [GOOD, "2, NULL, 'm', NULL"], [{ a: 2, b: null, times: 1 }]],
  ['NULL in a required column', [GOOD, "2, 'x', NULL, NULL"], [{ a: 2, b: 'x', times: 1 }]],
])('finds %s', async (_what, rows, expected) => {
  expect(await found(rows)).toEqual(expected);
});

test('a view has no check of its own', () => {
  expect(tableCheck({ ...spec, view: true })).toBeUndefined();
});
