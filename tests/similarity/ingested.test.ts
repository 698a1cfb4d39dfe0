import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { CheckError } from '@playkin/functions/src/similarity/build-tables.ts';
import { similarity } from '@playkin/functions/src/similarity/similarity.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMemory, rawGame } from '../support/memory-warehouse.ts';

const DAY_MS = 86_400_000;
const INGESTED_AT = '2026-01-02T00:00:00.000Z';

let warehouse: DuckDbWarehouse;
beforeEach(async () => {
  warehouse = await openMemory();
  await warehouse.upsert(rawTable('raw_games'), [rawGame({ id: 1, name: 'Lantern Keep' })]);
  await warehouse.upsert(rawTable('runs'), [
    { run_id: 'i', stage: 'ingest', status: 'done', started_at: INGESTED_AT, finished_at: INGESTED_AT },
  ]);
});
afterEach(() => {
  warehouse.close();
});

const runAfter = (days: number) =>
  similarity({
    warehouse,
    clock: () => Date.parse(INGESTED_AT) + days * DAY_MS,
    newRunId: () => 's',
    progress: () => undefined,
  });
const statuses = () =>
  Array.fromAsync(warehouse.query("SELECT status, error FROM runs WHERE stage = 'similarity'"));

test('what was ingested two weeks ago is built from', async () => {
  expect((await runAfter(14)).counts['games']).toBe(1);
  expect(await statuses()).toEqual([{ status: 'done', error: null }]);
});

test('what was ingested longer ago is not built from, and the run says why', async () => {
  await expect(runAfter(15)).rejects.toThrow(CheckError);
  expect(await statuses()).toMatchObject([
    { status: 'failed', error: expect.stringContaining('raw/runs.check.sql') as string },
  ]);
});

test('a game that is stored twice is not built from', async () => {
  const { name, description, key, columns } = rawTable('raw_games');
  await warehouse.materialize(
    { name, description, key, columns },
    'SELECT * FROM raw_games UNION ALL SELECT * FROM raw_games',
  );
  await expect(runAfter(1)).rejects.toThrow('raw_games.check.sql');
});
