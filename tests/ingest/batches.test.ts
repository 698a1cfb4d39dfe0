import { expect, test } from 'vitest';
import { type Batch, BATCH, type BatchSize, inBatches } from '@playkin/functions/src/ingest/batches.ts';
import { fakeIgdb, type Game } from '../support/fake-igdb.ts';

const games = (count: number): Game[] =>
  Array.from({ length: count }, (_, i) => ({ id: i + 1, name: 'x', updated_at: 100 + (i % 7) }));
const pagesOf = (list: Game[], pageRecords?: number) =>
  fakeIgdb(list, pageRecords).client.pages({ afterId: 0, fields: [] });

test('gathers pages into batches and leaves no record out', async () => {
  const batches: Batch[] = [];
  const pages = pagesOf(games(2 * BATCH.records + 3), 500);
  for await (const batch of inBatches(pages, 'run-1', 0, () => undefined)) batches.push(batch);
  expect(batches.map(({ games: rows, lastId, final }) => [rows.length, lastId, final])).toEqual([
    [BATCH.records, BATCH.records, false],
    [BATCH.records, 2 * BATCH.records, false],
    [3, 2 * BATCH.records + 3, true],
  ]);
  expect(batches[0]?.filled).toEqual(
    new Map(['id', 'name', 'updated_at'].map((field) => [field, BATCH.records])),
  );
});

test('ends a batch early where the records are long', async () => {
  const long = games(5).map((game) => ({ ...game, summary: 'x'.repeat(BATCH.characters / 4) }));
  const batches: Batch[] = [];
  for await (const batch of inBatches(pagesOf(long, 2), 'run-1', 0, () => undefined)) batches.push(batch);
  expect(batches.map(({ games: rows }) => rows.length)).toEqual([4, 1]);
});

test('tells after each page how far it has come', async () => {
  const told: unknown[] = [];
  const batches = inBatches(pagesOf(games(5)), 'run-1', 0, (...page) => told.push(page));
  while ((await batches.next()).done !== true) continue;
  expect(told).toEqual([
    [2, 5],
    [4, 5],
    [5, 5],
  ]);
});

test('numbers rejects by their position among all records', async () => {
  const list = games(5).map((game) => (game.id % 2 === 0 ? { ...game, name: null } : game));
  const batches: Batch[] = [];
  for await (const batch of inBatches(pagesOf(list), 'run-1', 10, () => undefined)) batches.push(batch);
  expect(batches.flatMap(({ rejects }) => rejects.map(({ position }) => position))).toEqual([11, 13]);
});

test('gives out what had come before the pages broke off', async () => {
  const igdb = fakeIgdb(games(6));
  igdb.state.failAfterId = 4;
  const lastIds: number[] = [];
  const read = async () => {
    const pages = igdb.client.pages({ afterId: 0, fields: [] });
    for await (const { lastId } of inBatches(pages, 'run-1', 0, () => undefined)) lastIds.push(lastId);
  };
  await expect(read()).rejects.toThrow('IGDB is down');
  expect(lastIds).toEqual([4]);
});

test('a batch of another size is full when it has as many records or characters', async () => {
  const sizes = async (size: BatchSize) =>
    (await Array.fromAsync(inBatches(pagesOf(games(2500), 500), 'run', 0, () => undefined, size))).map(
      ({ games: stored }) => stored.length,
    );
  expect(await sizes({ records: 1200, characters: Infinity })).toEqual([1500, 1000]);
  expect(await sizes({ records: Infinity, characters: Infinity })).toEqual([2500]);
  expect(await sizes({ records: Infinity, characters: 1 })).toEqual([500, 500, 500, 500, 500]);
});
