import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { parseGame, type RawGame } from '@playkin/functions/src/igdb/record.ts';
import { storeBatch } from '@playkin/functions/src/ingest/store.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openMemory } from '../support/memory-warehouse.ts';

const ORIGIN = { runId: 'run', fetchedAt: '2026-01-01T00:00:00.000Z' };

let warehouse: DuckDbWarehouse;
beforeEach(async () => {
  warehouse = await openMemory();
  await warehouse.upsert(rawTable('raw_games'), []);
});
afterEach(() => {
  warehouse.close();
});

function game(id: number, name: string, updatedAt?: number, runId = ORIGIN.runId): RawGame {
  const record = { id, name, ...(updatedAt !== undefined && { updated_at: updatedAt }) };
  const parsed = parseGame(record, { ...ORIGIN, runId });
  if ('reject' in parsed) throw new Error(parsed.reject.reason);
  return parsed.row;
}

const store = (...games: RawGame[]) => storeAs('run', ...games);
const storeAs = (runId: string, ...games: RawGame[]) =>
  storeBatch(
    warehouse,
    runId,
    { games, rejects: [], flaws: [], lastId: 0, filled: new Map(), final: true },
    () => Promise.resolve(),
  );
const names = async () => {
  const sql = "SELECT id, JSON_VALUE(payload, '$.name') AS name FROM raw_games ORDER BY id";
  return (await Array.fromAsync(warehouse.query(sql))).map(({ id, name }) => [id, name]);
};

test('of a game received twice the later version is stored, and both are counted', async () => {
  expect(await store(game(1, 'One'), game(2, 'Two'), game(1, 'Uno'))).toEqual({
    received: 3,
    inserted: 2,
    updated: 1,
    unchanged: 0,
    rejected: 0,
    flawed: 0,
    removed: 0,
  });
  expect(await names()).toEqual([
    [1, 'Uno'],
    [2, 'Two'],
  ]);
});

test('a game received twice alike is unchanged the second time', async () => {
  expect(await store(game(1, 'One'), game(1, 'One'))).toMatchObject({
    received: 2,
    inserted: 1,
    unchanged: 1,
  });
});

test('a game that comes back to how it is stored leaves the table as it is', async () => {
  await store(game(1, 'One'));
  expect(await store(game(1, 'Uno'), game(1, 'One'))).toMatchObject({
    received: 2,
    updated: 1,
    unchanged: 1,
  });
  expect(await names()).toEqual([[1, 'One']]);
});

describe('of one game the version that IGDB changed last is stored', () => {
  test('within a batch, in whatever order they come', async () => {
    await store(
      game(1, 'Old', 100),
      game(2, 'New', 200),
      game(1, 'New', 200),
      game(2, 'Old', 100),
      game(2, 'Never'),
    );
    expect(await names()).toEqual([
      [1, 'New'],
      [2, 'New'],
    ]);
  });

  test('within a run, whatever batch they come in', async () => {
    await store(game(1, 'New', 200));
    expect(await store(game(1, 'Old', 100))).toMatchObject({ received: 1, updated: 0, unchanged: 1 });
    expect(await names()).toEqual([[1, 'New']]);
  });

  test('but a later run stores what it is sent', async () => {
    await store(game(1, 'Dated in the future', 4_000_000_000));
    await storeAs('next', game(1, 'Mended', 200, 'next'));
    expect(await names()).toEqual([[1, 'Mended']]);
  });
});
