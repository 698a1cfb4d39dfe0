import { gzipSync } from 'node:zlib';
import { findRuns } from '@playkin/functions/src/ingest/archive/read.ts';
import { readPastRuns } from '@playkin/functions/src/ingest/run.ts';
import { readinessOf } from '@playkin/functions/src/runs/readiness.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import type { Warehouse } from '@playkin/functions/src/warehouse.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DataFolder, dataFolder, nightly } from './data-folder.ts';
import { fakeIgdb, type Game } from '../../support/fake-igdb.ts';

const START = Date.parse('2026-01-01T00:00:00Z') / 1000;
const HOUR = 3600;

const game = (id: number, more: Partial<Game> = {}): Game => ({
  id,
  name: `Game ${id}`,
  updated_at: START - 1000 * HOUR + id,
  checksum: `c${id}`,
  ...more,
});
const changed = (id: number, hour: number): Game =>
  game(id, { updated_at: START + hour * HOUR, checksum: `c${id}-${hour}` });

/** A crawl; a change, a new game and a bad one, one gone; the one that was gone back again, unchanged; nothing new. */
async function fourNights() {
  const folder = await dataFolder();
  const igdb = fakeIgdb([1, 2, 3, 4, 5, 6, 7].map((id) => game(id)));
  const { ask } = nightly(folder, igdb);
  await ask({ mode: 'full' });
  igdb.state.games = [
    game(1),
    changed(2, 2),
    game(3),
    game(5),
    game(6),
    game(7, { name: 7, updated_at: START + 2 * HOUR }),
    changed(8, 2),
  ];
  await ask({ mode: 'smart' });
  igdb.state.games.push(game(4));
  igdb.state.games = igdb.state.games.filter(({ id }) => id !== 5 && id !== 6);
  await ask({ mode: 'smart' });
  await ask({ mode: 'smart' });
  return folder;
}

/** Nobody writes to it but replays, which must not change it. */
let original: DataFolder;
/** What ingestion made of it. */
let made: Awaited<ReturnType<DataFolder['tables']>>;

beforeAll(async () => {
  original = await fourNights();
  made = await original.tables();
});

/** An empty warehouse beside the archive, or beside a copy of it that a test may damage. */
const empty = () => dataFolder(new Map(original.objects));

describe('a replay', () => {
  test('makes every row what it was, in every column, without asking IGDB', async () => {
    expect(made.games.map(({ id, run_id, removed_at }) => [id, run_id, removed_at !== null])).toEqual([
      [1, 'run-01', false],
      [2, 'run-02', false],
      [3, 'run-01', false],
      [4, 'run-03', false],
      [5, 'run-01', true],
      [6, 'run-01', true],
      [7, 'run-01', false],
      [8, 'run-02', false],
    ]);
    expect(made.rejects.length).toBeGreaterThan(0);
    expect(made.runs).toHaveLength(4);
    const rebuilt = await empty();
    expect(await rebuilt.replay()).toMatchObject({ mode: 'replay', runs: 4, inserted: 8, removed: 3 });
    expect(await rebuilt.tables()).toEqual(made);
  });

  test('that is repeated changes nothing', async () => {
    const rebuilt = await empty();
    await rebuilt.replay();
    // Into the very folder that kept the archive, too.
    for (const folder of [rebuilt, original]) {
      expect(await folder.replay()).toMatchObject({ inserted: 0, updated: 0, removed: 0 });
      expect(await folder.tables()).toEqual(made);
    }
  });

  test('of one run stores that run alone, and never puts back what is newer', async () => {
    const [first] = await findRuns(original.storage, '');
    const prefix = first?.pages[0]?.path.replace(/[^/]+$/, '') ?? '';
    expect(prefix).toMatch(/\/run=run-01\/$/);
    expect(await original.replay(prefix)).toMatchObject({ runs: 1, updated: 0, unchanged: 7 });
    expect(await original.tables()).toEqual(made);
    const fresh = await empty();
    await fresh.replay(prefix);
    expect((await fresh.tables()).games.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('leaves out what a run had received but not stored when it was killed', async () => {
    const folder = await dataFolder();
    const igdb = fakeIgdb([1, 2, 3, 4, 5].map((id) => game(id)));
    const { ask } = nightly(folder, igdb);
    const dying: Warehouse = {
      ...folder.warehouse,
      upsert: (table, list) => {
        if (table.name === 'raw_games' && Array.isArray(list) && list.length > 0) throw new Error('killed');
        return folder.warehouse.upsert(table, list);
      },
    };
    await expect(ask({ mode: 'full' }, dying)).rejects.toThrow('killed');
    igdb.state.games = [game(1), ...[2, 3, 4, 5].map((id) => game(id))];
    await ask({ mode: 'full' });
    const rebuilt = await dataFolder(folder.objects);
    await rebuilt.replay();
    expect(await rebuilt.tables()).toEqual(await folder.tables());
    expect(new Set((await rebuilt.tables()).games.map(({ run_id }) => run_id))).toEqual(new Set(['run-02']));
  });

  test('of a run that has lost its row stores all its pages', async () => {
    const rebuilt = await empty();
    for (const path of original.objects.keys()) if (path.endsWith('run.json')) rebuilt.objects.delete(path);
    await rebuilt.replay();
    const { games, runs } = await rebuilt.tables();
    expect(games).toEqual(made.games);
    expect(runs).toEqual([]);
  });

  test('of a game that one run received twice keeps the later record', async () => {
    const folder = await dataFolder();
    const page = (name: string) => gzipSync(`${JSON.stringify(game(1, { name, checksum: name }))}\n`);
    const run = 'raw/games/date=2026-01-01/run=r/';
    folder.objects.set(`${run}000000-20260101T000000000Z.ndjson.gz`, page('earlier'));
    folder.objects.set(`${run}000001-20260101T000001000Z.ndjson.gz`, page('later'));
    // As it lies there already: stored in its turn it would have changed nothing.
    folder.objects.set(`${run}000002-20260101T000002000Z.ndjson.gz`, page('later'));
    await folder.replay();
    expect(await folder.rows('SELECT checksum, fetched_at FROM raw_games')).toEqual([
      { checksum: 'later', fetched_at: '2026-01-01T00:00:01.000Z' },
    ]);
  });
});

describe('after a replay', () => {
  test('the next smart run goes on from where the archive ends', async () => {
    const rebuilt = await empty();
    await rebuilt.replay();
    const past = await readPastRuns(rebuilt.warehouse);
    expect(past).toEqual(await readPastRuns(original.warehouse));
    const igdb = fakeIgdb([]);
    await nightly(rebuilt, igdb).ask({ mode: 'smart' });
    // An hour before the latest change that the archive has seen.
    expect(igdb.asked).toEqual([{ afterId: 0, where: `updated_at > ${START + 2 * HOUR - HOUR}` }]);
  });

  test('similarity has something to do, unless nothing changed', async () => {
    const compared = {
      run_id: 'run-99',
      stage: 'similarity',
      status: 'done',
      started_at: '2026-01-02T00:00:00Z',
    };
    const rebuilt = await empty();
    await rebuilt.warehouse.upsert(rawTable('runs'), [compared]);
    await rebuilt.replay();
    expect(await readinessOf(rebuilt.warehouse, 'similarity')).toEqual({ decision: 'run' });
    await rebuilt.warehouse.upsert(rawTable('runs'), [{ ...compared, run_id: 'zz-replay-1-compared' }]);
    await rebuilt.replay();
    expect(await readinessOf(rebuilt.warehouse, 'similarity')).toMatchObject({ decision: 'skip' });
  });
});

describe('a damaged archive', () => {
  test.each([
    ['a page cut short', /000001.*\.ndjson\.gz$/, (bytes: Uint8Array) => bytes.subarray(0, 30)],
    ['a page that is no JSON', /000000.*\.ndjson\.gz$/, () => gzipSync('{"id":1}\n{"id":\n')],
    ['a list of the gone that is no gzip', /removed\.ndjson\.gz$/, () => Buffer.from('removed')],
    ["a run's row cut short", /run\.json$/, (bytes: Uint8Array) => bytes.subarray(0, 30)],
  ])('with %s is refused by its name', async (_, name, damage) => {
    const rebuilt = await empty();
    const path = [...rebuilt.objects.keys()].find((key) => name.test(key)) ?? '';
    rebuilt.objects.set(path, damage(rebuilt.objects.get(path) ?? new Uint8Array()));
    await expect(rebuilt.replay()).rejects.toThrow(`${path} of the archive is damaged (`);
  });
});
