import { buildTables } from '@playkin/functions/src/similarity/build-tables.ts';
import { QueryError } from '@playkin/functions/src/warehouse.ts';
import { expect, test } from 'vitest';
import { openMemory } from '../support/memory-warehouse.ts';

test('a statement that the warehouse refuses is named by its file', async () => {
  const warehouse = await openMemory();
  const table = {
    name: 'broken',
    description: 'Never built.',
    key: ['n'],
    columns: { n: { type: 'INT64' as const, description: 'Number.' } },
  };
  const step = { file: 'nowhere/broken.sql', table, source: 'SELECT n FROM no_such_table', checks: [] };
  const refused = await buildTables(warehouse, [step], () => undefined).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(QueryError);
  expect((refused as QueryError).message).toMatch(/^nowhere\/broken\.sql: .*no_such_table/);
  warehouse.close();
});
