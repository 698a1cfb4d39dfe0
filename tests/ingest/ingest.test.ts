import { GAME_FIELDS } from '@playkin/functions/src/igdb/fields.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import type { Warehouse } from '@playkin/functions/src/warehouse.ts';
import { describe, expect, test } from 'vitest';
import { game, HOUR, setUp, START } from './set-up.ts';

describe('a full run', () => {
  test('stores every game as received, and says so', async () => {
    const { run, rows, progress } = await setUp([game(3), game(1), game(20)]);
    expect(await run({ mode: 'full' })).toEqual({
      runId: 'run-1',
      mode: 'full',
      complete: true,
      received: 3,
      inserted: 3,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      flawed: 0,
      removed: 0,
    });
    expect(await rows('SELECT * FROM raw_games ORDER BY id LIMIT 1')).toEqual([
      {
        id: 1,
        updated_at: '2025-11-20T08:00:01.000Z',
        checksum: 'c1',
        payload_hash: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        payload: JSON.stringify(game(1)),
        fetched_at: '2026-01-01T01:00:00.000Z',
        run_id: 'run-1',
        removed_at: null,
      },
    ]);
    expect(await rows('SELECT * FROM runs')).toEqual([
      {
        run_id: 'run-1',
        stage: 'ingest',
        status: 'done',
        mode: 'full',
        started_at: '2026-01-01T01:00:00.000Z',
        finished_at: '2026-01-01T01:00:00.000Z',
        cursor: 20,
        watermark: '2025-11-20T08:00:20.000Z',
        counts:
          '{"received":3,"inserted":3,"updated":0,"unchanged":0,"rejected":0,"flawed":0,"removed":0,"complete":1}',
        sweep: JSON.stringify({
          records: 3,
          filled: { id: 3, name: 3, updated_at: 3, checksum: 3 },
          unstored: [],
          fields: GAME_FIELDS.join(),
        }),
        bytes_billed: 0,
        release: null,
        error: null,
      },
    ]);
    expect(progress).toEqual([
      { stage: 'ingest', done: 2, total: 3 },
      { stage: 'ingest', done: 3, total: 3 },
    ]);
  });

  test('writes only what is new or changed', async () => {
    const { run, rows, state } = await setUp([game(1), game(2), game(3, { checksum: '' })]);
    await run({ mode: 'full' });
    expect(await run({ mode: 'full' })).toMatchObject({ inserted: 0, updated: 0, unchanged: 3 });
    state.games = [
      game(1),
      game(2, { checksum: 'new', name: 'Two' }),
      game(3, { checksum: '', name: 'Three' }),
      game(4),
    ];
    expect(await run({ mode: 'full' })).toMatchObject({ inserted: 1, updated: 2, unchanged: 1 });
    expect(
      await rows("SELECT id, run_id, JSON_VALUE(payload, '$.name') AS name FROM raw_games ORDER BY id"),
    ).toEqual([
      { id: 1, run_id: 'run-1', name: 'Game 1' },
      { id: 2, run_id: 'run-3', name: 'Two' },
      { id: 3, run_id: 'run-3', name: 'Three' },
      { id: 4, run_id: 'run-3', name: 'Game 4' },
    ]);
  });

  test('writes what changed behind an unchanged checksum, such as the name of a genre', async () => {
    const { run, rows, state } = await setUp([game(1, { genres: [{ id: 5, name: 'Shooter' }] })]);
    await run({ mode: 'full' });
    state.games = [game(1, { genres: [{ id: 5, name: 'First-person shooter' }] })];
    expect(await run({ mode: 'full' })).toMatchObject({ updated: 1 });
    expect(await rows("SELECT JSON_VALUE(payload, '$.genres[0].name') AS genre FROM raw_games")).toEqual([
      { genre: 'First-person shooter' },
    ]);
  });

  test('brings a removed game back that IGDB has again', async () => {
    const { run, rows, duckDb } = await setUp([game(1)]);
    await run({ mode: 'full' });
    const [stored] = await rows('SELECT * FROM raw_games');
    await duckDb.upsert(rawTable('raw_games'), [{ ...stored, removed_at: '2026-01-01T01:30:00.000Z' }]);
    expect(await run({ mode: 'full' })).toMatchObject({ updated: 1 });
    expect(await rows('SELECT removed_at FROM raw_games')).toEqual([{ removed_at: null }]);
  });

  test('keeps what it cannot store, with the reason', async () => {
    const { run, rows } = await setUp([game(1), game(2, { name: null }), game(3)]);
    expect(await run({ mode: 'full' })).toMatchObject({ received: 3, inserted: 2, rejected: 1 });
    expect(await rows('SELECT * FROM rejects')).toEqual([
      {
        run_id: 'run-1',
        position: 1,
        reason: 'the name is missing',
        payload: JSON.stringify(game(2, { name: null })),
        received_at: '2026-01-01T01:00:00.000Z',
      },
    ]);
    expect(await rows('SELECT cursor FROM runs')).toEqual([{ cursor: 3 }]);
  });

  test('of an IGDB without games is done', async () => {
    const { run, rows } = await setUp([]);
    expect(await run({ mode: 'full' })).toMatchObject({ received: 0, inserted: 0 });
    expect(await rows('SELECT status, cursor FROM runs')).toEqual([{ status: 'done', cursor: null }]);
  });
});

describe('a run that fails', () => {
  test('has stored what came before, records why, and is gone on from', async () => {
    const { run, rows, igdb, state } = await setUp([1, 2, 3, 4, 5].map((id) => game(id)));
    state.failAfterId = 2;
    await expect(run({ mode: 'full' })).rejects.toThrow('IGDB is down');
    expect(await rows('SELECT status, cursor, error FROM runs')).toEqual([
      { status: 'failed', cursor: 2, error: 'IGDB is down' },
    ]);
    await expect(run({ mode: 'full' })).rejects.toThrow('IGDB is down');
    state.failAfterId = Infinity;
    expect(await run({ mode: 'full' })).toMatchObject({ received: 3, inserted: 3 });
    expect(igdb.asked).toEqual([{ afterId: 0 }, { afterId: 2 }, { afterId: 2 }]);
    expect(await rows('SELECT COUNT(*) AS n FROM raw_games')).toEqual([{ n: 5 }]);
  });

  test('throws its own error even when it cannot record it, and is gone on from', async () => {
    const { run, rows, duckDb, igdb } = await setUp([game(1), game(2)]);
    let dead = false;
    const dying: Warehouse = {
      ...duckDb,
      upsert: async (table, list) => {
        dead ||= table.name === 'raw_games' && [...(list as Iterable<unknown>)].length > 0;
        if (dead) throw new Error(`${table.name} cannot be written`);
        return duckDb.upsert(table, list);
      },
    };
    await expect(run({ mode: 'full' }, dying)).rejects.toThrow('raw_games cannot be written');
    expect(await rows('SELECT status, cursor FROM runs')).toEqual([{ status: 'running', cursor: null }]);
    expect(await run({ mode: 'full' })).toMatchObject({ inserted: 2 });
    expect(await rows("SELECT status, error FROM runs WHERE run_id = 'run-1'")).toEqual([
      { status: 'failed', error: 'It ended without a word: its process was killed, or its machine stopped.' },
    ]);
    expect(igdb.asked.map(({ afterId }) => afterId)).toEqual([0, 0]);
  });

  test('repeats nothing but the batch it was storing, and that without a trace', async () => {
    const { run, rows, duckDb } = await setUp([game(1), game(2)]);
    const dying: Warehouse = {
      ...duckDb,
      upsert: async (table, list) => {
        const counts = await duckDb.upsert(table, list);
        if (table.name === 'raw_games' && counts.inserted > 0) throw new Error('killed');
        return counts;
      },
    };
    await expect(run({ mode: 'full' }, dying)).rejects.toThrow('killed');
    expect(await run({ mode: 'full' })).toMatchObject({ inserted: 0, updated: 0, unchanged: 2 });
    expect(await rows('SELECT DISTINCT run_id FROM raw_games')).toEqual([{ run_id: 'run-1' }]);
  });
});

describe('a smart run', () => {
  test('fetches only what has changed since the last one', async () => {
    const { run, rows, igdb, state } = await setUp([game(1), game(2), game(3)]);
    await run({ mode: 'full' });
    state.games = [game(1), game(2, { updated_at: START + 2 * HOUR, checksum: 'new' }), game(3)];
    expect(await run({ mode: 'smart' })).toMatchObject({ mode: 'smart', updated: 1 });
    expect(igdb.asked[1]).toEqual({ afterId: 0, where: `updated_at > ${START - 1000 * HOUR + 3 - HOUR}` });
    const [latest] = await rows("SELECT watermark FROM runs WHERE run_id = 'run-2'");
    expect(latest).toEqual({ watermark: '2026-01-01T02:00:00.000Z' });
    await run({ mode: 'smart' });
    expect(igdb.asked[2]).toEqual({ afterId: 0, where: `updated_at > ${START + 2 * HOUR - HOUR}` });
  });

  test('goes on with the rest, from the same time, after the limit has ended one', async () => {
    const { run, rows, igdb, state } = await setUp([1, 2, 3, 4, 5].map((id) => game(id)));
    await run({ mode: 'full' });
    const later = START + 90 * 60;
    state.games = [1, 2, 3, 4, 5].map((id) => game(id, { updated_at: later, checksum: 'new' }));
    expect(await run({ mode: 'smart', limit: 2 })).toMatchObject({ received: 2, updated: 2 });
    expect(await run({ mode: 'smart', limit: 2 })).toMatchObject({ received: 2, updated: 2 });
    expect(await run({ mode: 'smart', limit: 2 })).toMatchObject({ received: 1, updated: 1 });
    expect(igdb.asked.slice(1).map(({ afterId }) => afterId)).toEqual([0, 2, 4]);
    expect(new Set(igdb.asked.slice(1).map(({ where }) => where)).size).toBe(1);
    expect(await rows("SELECT COUNT(*) AS n FROM raw_games WHERE checksum = 'new'")).toEqual([{ n: 5 }]);
    await run({ mode: 'smart', limit: 2 });
    expect(igdb.asked.at(-1)?.afterId).toBe(0);
  });

  test('is not led astray by a change that IGDB dates in the future', async () => {
    const { run, rows, state } = await setUp([game(1, { updated_at: START + 9999 * HOUR })]);
    await run({ mode: 'full' });
    expect(await rows('SELECT watermark FROM runs')).toEqual([{ watermark: '2026-01-01T01:00:00.000Z' }]);
    state.games = [...state.games, game(2, { updated_at: START + 1.5 * HOUR })];
    expect(await run({ mode: 'smart' })).toMatchObject({ inserted: 1 });
  });

  test("misses nothing when our clock is hours ahead of IGDB's", async () => {
    const { run, state } = await setUp([game(1, { updated_at: START - 9 * HOUR })]);
    await run({ mode: 'full' });
    // By our clock, it changed before the run that did not see it.
    state.games = [game(1, { updated_at: START - 8 * HOUR, checksum: 'new' })];
    expect(await run({ mode: 'smart' })).toMatchObject({ updated: 1 });
  });

  test('is finished by a limit it did not reach, even when no page said that it was the last', async () => {
    const { run, igdb, state } = await setUp([game(1), game(2), game(3), game(4)]);
    state.countsMatches = false;
    await run({ mode: 'full', limit: 10 });
    expect(await run({ mode: 'smart' })).toMatchObject({ mode: 'smart' });
    expect(igdb.asked.map(({ afterId }) => afterId)).toEqual([0, 0]);
  });

  test('crawls everything when nothing has been, within its limit, and then goes on', async () => {
    const { run, igdb, progress } = await setUp([1, 2, 3, 4, 5].map((id) => game(id)));
    expect(await run({ mode: 'smart', limit: 3 })).toMatchObject({ mode: 'full', inserted: 3 });
    expect(progress.at(-1)).toEqual({ stage: 'ingest', done: 3, total: 3 });
    expect(await run({ mode: 'smart', limit: 3 })).toMatchObject({ mode: 'full', inserted: 2 });
    expect(await run({ mode: 'smart', limit: 3 })).toMatchObject({ mode: 'smart', inserted: 0 });
    expect(igdb.asked.map(({ afterId }) => afterId)).toEqual([0, 3, 0]);
  });

  test('misses no change made behind the cursor of a crawl that took long', async () => {
    const { run, rows, state } = await setUp([1, 2, 3, 4].map((id) => game(id)));
    await run({ mode: 'full', limit: 2 });
    // Game 1 changes when the crawl has passed it; game 4, which it still sees, hours later.
    const changed = game(1, { updated_at: START + 1.5 * HOUR, checksum: 'new' });
    state.games = [changed, game(2), game(3), game(4, { updated_at: START + 9 * HOUR })];
    state.nowMs += 9 * HOUR * 1000;
    await run({ mode: 'full' });
    await run({ mode: 'smart' });
    expect(await rows('SELECT checksum FROM raw_games WHERE id = 1')).toEqual([{ checksum: 'new' }]);
  });
});

test('a batch is one look-up, one upsert of its games and one row of runs', async () => {
  const { run, duckDb } = await setUp(Array.from({ length: 10 }, (_, i) => game(i + 1)));
  const calls: string[] = [];
  const recording: Warehouse = {
    ...duckDb,
    upsert: (table, rows) => {
      const size = Array.isArray(rows) ? rows.length : 0;
      if (size > 0) calls.push(`${table.name}: ${size}`);
      return duckDb.upsert(table, rows);
    },
    query: (sql, params) => {
      if (sql.includes('payload_hash')) calls.push('look-up');
      return duckDb.query(sql, params);
    },
  };
  await run({ mode: 'full' }, recording, { records: 4, characters: Infinity });
  const batch = (size: number) => ['look-up', `raw_games: ${size}`, 'runs: 1'];
  // Before the first batch the row is begun, and given its watermark; after the last it is ended.
  expect(calls).toEqual(['runs: 1', 'runs: 1', ...batch(4), ...batch(4), ...batch(2), 'runs: 1']);
});
