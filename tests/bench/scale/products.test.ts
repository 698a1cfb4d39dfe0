import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { sqlSteps } from '@playkin/functions/src/similarity/steps.ts';
import type { Row } from '@playkin/functions/src/warehouse.ts';
import { fillTable } from '../../support/fill-table.ts';
import { openMemory } from '../../support/memory-warehouse.ts';
import { countProducts } from './products.ts';

let warehouse: DuckDbWarehouse;
beforeEach(async () => {
  warehouse = await openMemory();
});
afterEach(() => {
  warehouse.close();
});

const entries = (kind: string, part: string, feature_id: number, games: number[]): Row[] =>
  games.map((game_id) => ({ game_id, feature_id, kind, part, feature: 'x', weight: 0.5 }));

test('products are the pairs of games that share a feature of matter, each way and once a feature', async () => {
  const tables: Record<string, Row[]> = {
    vectors: [
      ...entries('concept', 'matter', 1, [1, 2, 3]),
      ...entries('word', 'matter', 2, [1, 2]),
      ...entries('genre', 'nature', 3, [1, 2, 3]),
    ],
    drafts: entries('word', 'matter', 2, [1, 500, 501]).map((row) => ({
      ...row,
      place: row['game_id'] ?? null,
    })),
    natures: [1, 1, 2].map((profile_id, i) => ({ game_id: i, profile_id })),
  };
  for (const { table } of sqlSteps('2-features').filter(({ table }) => table.name in tables)) {
    await fillTable(warehouse, table, tables[table.name] ?? []);
  }
  expect(await countProducts(warehouse)).toEqual({
    products: 3 * 2 + 2 * 1,
    worstCase: 3 * 1999 + 2 * 999,
    kinProducts: 2 * 1,
    profilePairs: 4,
  });
});
