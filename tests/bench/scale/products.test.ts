import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
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

const entries = (kind: string, vocabulary: string, feature_id: number, games: number[]): Row[] =>
  games.map((game_id) => ({ game_id, feature_id, kind, vocabulary, feature: 'x', weight: 0.5 }));

test('products are the pairs of games that have an open feature in common, each way and once a feature', async () => {
  const tables: Record<string, Row[]> = {
    vectors: [
      ...entries('concept', 'open', 1, [1, 2, 3]),
      ...entries('word', 'open', 2, [1, 2]),
      ...entries('genre', 'closed', 3, [1, 2, 3]),
    ],
    draft_vectors: entries('word', 'open', 2, [1, 500, 501]).map((row) => ({
      ...row,
      rank: row['game_id'] ?? null,
    })),
    closed_features: [1, 1, 2].map((feature_set_id, i) => ({ game_id: i, feature_set_id })),
  };
  for (const { table } of stepsOf('features').filter(({ table }) => table.name in tables)) {
    await fillTable(warehouse, table, tables[table.name] ?? []);
  }
  expect(await countProducts(warehouse)).toEqual({
    products: 3 * 2 + 2 * 1,
    worstCase: 3 * 1999 + 2 * 999,
    draftProducts: 2 * 1,
    closedSetPairs: 4,
  });
});
