import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { encodeRelease } from '@playkin/functions/src/publish/encode-release.ts';
import { publish } from '@playkin/functions/src/publish/publish.ts';
import type { Params, Row, Warehouse } from '@playkin/functions/src/warehouse.ts';
import { RELEASE_FILES } from '@playkin/shared/release.ts';
import { similarityDone } from './published.ts';

let warehouse: DuckDbWarehouse;
beforeAll(async () => {
  const deps = await similarityDone();
  await publish(deps);
  warehouse = deps.warehouse;
});
afterAll(() => {
  warehouse.close();
});

/** Gives the rows of a result that was not asked for in order as an engine may: in any. */
function shuffling(seed: number): { warehouse: Warehouse; shuffled: Set<string> } {
  const random = seededRandom(seed);
  const shuffled = new Set<string>();
  async function* query(sql: string, params?: Params): AsyncGenerator<Row> {
    const rows = await Array.fromAsync(warehouse.query(sql, params));
    if (/^ORDER BY/m.test(sql)) {
      yield* rows;
      return;
    }
    shuffled.add(sql);
    for (let last = rows.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [rows[last], rows[other]] = [rows[other] ?? {}, rows[last] ?? {}];
    }
    yield* rows;
  }
  return { warehouse: { ...warehouse, query }, shuffled };
}

async function checksums(of: Warehouse): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  await encodeRelease(of, async (file, bytes) => {
    const hash = createHash('sha256');
    for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) hash.update(piece);
    sums[file] = hash.digest('hex');
  });
  return sums;
}

test('a release has the same bytes in whatever order its rows come', async () => {
  const expected = await checksums(warehouse);
  expect(Object.keys(expected).sort()).toEqual([...RELEASE_FILES].sort());
  for (const seed of [1, 2, 3]) {
    const { warehouse: shuffled, shuffled: statements } = shuffling(seed);
    expect(await checksums(shuffled)).toEqual(expected);
    // Games alone are asked for in order: their summaries pass through.
    expect(statements.size).toBe(7);
  }
});
