import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { type RunDeps, runStage } from '@playkin/functions/src/runs/run-stage.ts';
import { similarity } from '@playkin/functions/src/similarity/similarity.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import type { Warehouse } from '@playkin/functions/src/warehouse.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMemory, rawGame } from '../support/memory-warehouse.ts';

let warehouse: DuckDbWarehouse;
beforeEach(async () => {
  warehouse = await openMemory();
});
afterEach(() => {
  warehouse.close();
});

/** Each look at the clock is a second after the one before. */
function deps(using: Warehouse = warehouse): RunDeps {
  let seconds = 0;
  return {
    warehouse: using,
    clock: () => Date.parse('2026-03-01T00:00:00Z') + 1000 * seconds++,
    newRunId: () => 'run-1',
  };
}

const runs = () => Array.fromAsync(warehouse.query('SELECT * FROM runs'));
const started = { run_id: 'run-1', stage: 'publish', started_at: '2026-03-01T00:00:00.000Z' };

test('a run is in the table while it is at work', async () => {
  let during: unknown;
  await runStage(deps(), 'publish', async () => {
    during = await runs();
    return { counts: {} };
  });
  expect(during).toMatchObject([{ ...started, status: 'running', finished_at: null, counts: null }]);
});

test('a run that is done has its counts, its release and its times in one row', async () => {
  const outcome = await runStage(deps(), 'publish', (runId) =>
    Promise.resolve({ counts: { games: 3 }, release: `release of ${runId}` }),
  );
  expect(outcome).toEqual({ counts: { games: 3 }, release: 'release of run-1', runId: 'run-1' });
  expect(await runs()).toMatchObject([
    {
      ...started,
      status: 'done',
      finished_at: '2026-03-01T00:00:01.000Z',
      counts: '{"games":3}',
      release: 'release of run-1',
      error: null,
    },
  ]);
});

test.each([
  ['an error', new Error('it broke')],
  ['something else', 'it broke'],
])('a run that throws %s is failed, and throws on', async (_what, thrown) => {
  const run = runStage(deps(), 'publish', () => Promise.reject(thrown as Error));
  await expect(run).rejects.toBe(thrown);
  expect(await runs()).toMatchObject([
    {
      ...started,
      status: 'failed',
      finished_at: '2026-03-01T00:00:01.000Z',
      error: 'it broke',
      counts: null,
    },
  ]);
});

test('the first error comes through when the failure cannot be kept either', async () => {
  let saves = 0;
  const broken: Warehouse = {
    ...warehouse,
    upsert: (table, rows) => {
      // No rows: it makes the table.
      if (!Array.isArray(rows) || rows.length === 0) return warehouse.upsert(table, rows);
      return ++saves === 1 ? warehouse.upsert(table, rows) : Promise.reject(new Error('no warehouse'));
    },
  };
  const logged: string[] = [];
  const log = ({ message }: { message: string }) => logged.push(message);
  const run = runStage({ ...deps(broken), log }, 'publish', () => Promise.reject(new Error('it broke')));
  await expect(run).rejects.toThrow('it broke');
  expect(saves).toBe(2);
  expect(logged).toEqual([
    expect.stringMatching(/stays running; that it is failed could not be saved: no warehouse$/) as string,
  ]);
});

test('similarity tells of each table in order and keeps their counts', async () => {
  await warehouse.upsert(
    rawTable('raw_games'),
    [1, 2].map((id) => rawGame({ id, name: `Game ${id}` })),
  );
  const notes: (string | undefined)[] = [];
  const summary = await similarity({ ...deps(), progress: ({ note }) => notes.push(note) });
  const tables = Object.keys(summary.counts);
  expect(notes.slice(0, tables.length)).toEqual(tables);
  expect(notes.at(-1)).toBe('done');
  expect(summary.counts).toMatchObject({ records: 2, games: 2, game_tags: 0, vectors: 0, neighbors: 0 });
  const [row] = await runs();
  expect(row).toMatchObject({ stage: 'similarity', status: 'done', counts: JSON.stringify(summary.counts) });
});

test('similarity fails with the check that found something', async () => {
  await warehouse.upsert(rawTable('raw_games'), [rawGame({ id: 1 })]);
  const run = similarity({ ...deps(), progress: () => undefined });
  await expect(run).rejects.toThrow('staging/games.check.sql');
  const [row] = await runs();
  expect(row).toMatchObject({ status: 'failed', error: expect.stringContaining('games.check') as string });
});
