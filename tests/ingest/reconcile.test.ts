import { describe, expect, test } from 'vitest';
import { game, HOUR, setUp, START } from './set-up.ts';

const games = (count: number) => Array.from({ length: count }, (_, i) => game(i + 1));

describe('the end of a sweep', () => {
  test('compares no ids when the counts agree', async () => {
    const { run, state } = await setUp(games(5));
    await run({ mode: 'full' });
    await run({ mode: 'smart' });
    expect(state.censuses).toBe(0);
  });

  test('compares no ids for records that it had to reject, on that night and on those after', async () => {
    const { run, rows, state } = await setUp([...games(4), game(5, { name: 7 })]);
    await run({ mode: 'full' });
    await run({ mode: 'smart' });
    state.games = [...state.games, game(6, { name: null, updated_at: START + 2.5 * HOUR })];
    await run({ mode: 'smart' });
    await run({ mode: 'smart' });
    expect(state.censuses).toBe(0);
    const unstored = await rows("SELECT JSON_QUERY(sweep, '$.unstored') AS ids FROM runs ORDER BY run_id");
    expect(unstored.map(({ ids }) => ids)).toEqual(['[5]', '[5]', '[5,6]', '[5,6]']);
  });

  test('finds again which games cannot be stored when it compares ids', async () => {
    const { run, rows, state } = await setUp([...games(3), game(5, { name: 7 })]);
    await run({ mode: 'full' });
    state.games = [...games(2), game(8, { name: 7, updated_at: 1 }), game(9), game(10)];
    expect(await run({ mode: 'smart' })).toMatchObject({ inserted: 2, removed: 1, rejected: 1 });
    expect(
      await rows("SELECT JSON_QUERY(sweep, '$.unstored') AS ids FROM runs WHERE run_id = 'run-2'"),
    ).toEqual([{ ids: '[8]' }]);
  });

  test('compares no ids when the limit ended it before all was seen', async () => {
    const { run, state } = await setUp(games(5));
    await run({ mode: 'full', limit: 2 });
    expect(state.censuses).toBe(0);
  });

  test('marks games as removed that IGDB no longer has, and keeps what it sent of them', async () => {
    const { run, rows, state } = await setUp(games(5));
    await run({ mode: 'full' });
    state.games = games(5).filter(({ id }) => id !== 2 && id !== 4);
    expect(await run({ mode: 'smart' })).toMatchObject({ removed: 2 });
    expect(await rows('SELECT id, removed_at, run_id FROM raw_games WHERE removed_at IS NOT NULL')).toEqual([
      { id: 2, removed_at: '2026-01-01T02:00:00.000Z', run_id: 'run-1' },
      { id: 4, removed_at: '2026-01-01T02:00:00.000Z', run_id: 'run-1' },
    ]);
    expect(await run({ mode: 'smart' })).toMatchObject({ removed: 0 });
    expect(state.censuses).toBe(1);
  });

  test('asks for the games once more that were missing among the ids before it calls them removed', async () => {
    const { run, rows, igdb, state } = await setUp(games(6));
    await run({ mode: 'full' });
    const { pages } = igdb.client;
    // A comparison that leaves a game out, as half a page would.
    igdb.client.pages = async function* (options) {
      for await (const page of pages(options)) {
        if (options.fields.length > 1) yield page;
        else yield { ...page, records: page.records.filter((record) => (record as { id: number }).id !== 3) };
      }
    };
    state.games = games(6).filter(({ id }) => id !== 5);
    expect(await run({ mode: 'smart' })).toMatchObject({ removed: 1 });
    expect(state.byId).toEqual([3, 5]);
    expect(await rows('SELECT id FROM raw_games WHERE removed_at IS NOT NULL')).toEqual([{ id: 5 }]);
  });

  test('fetches what is missing, whenever IGDB says it changed', async () => {
    const { run, rows, state } = await setUp(games(3));
    await run({ mode: 'full' });
    state.games = [...games(3), game(9, { updated_at: START - 2000 * HOUR }), game(10, { updated_at: 1 })];
    expect(await run({ mode: 'smart' })).toMatchObject({ inserted: 2, removed: 0 });
    expect(await rows('SELECT id FROM raw_games ORDER BY id')).toEqual(
      [1, 2, 3, 9, 10].map((id) => ({ id })),
    );
    expect(state.byId).toEqual([9, 10]);
  });

  test('does not fetch again what the run has rejected already, and counts every record once', async () => {
    const bad = [game(4, { name: 42 }), game(5, { name: undefined })];
    const { run, rows, state } = await setUp([...games(3), ...bad]);
    // It comes while the crawl is behind it.
    state.onPage = () => {
      if (state.games.length === 5) state.games = [...state.games, game(1000)];
    };
    expect(await run({ mode: 'full' })).toMatchObject({
      received: 6,
      inserted: 4,
      unchanged: 0,
      rejected: 2,
    });
    expect(state.byId).toEqual([1000]);
    expect(await rows('SELECT reason FROM rejects ORDER BY position')).toEqual([
      { reason: 'the name is not text' },
      { reason: 'the name is missing' },
    ]);
    // The next run knows what it may miss.
    const { censuses } = state;
    await run({ mode: 'smart' });
    expect(state.censuses).toBe(censuses);
  });

  test('brings a game back that was removed and is there again, unchanged', async () => {
    const { run, rows, state } = await setUp(games(3));
    await run({ mode: 'full' });
    state.games = games(2);
    await run({ mode: 'smart' });
    state.games = games(3);
    expect(await run({ mode: 'smart' })).toMatchObject({ updated: 1, removed: 0 });
    expect(await rows('SELECT id, removed_at FROM raw_games WHERE id = 3')).toEqual([
      { id: 3, removed_at: null },
    ]);
  });

  test('sees a game go although another came', async () => {
    const { run, rows, state } = await setUp(games(3));
    await run({ mode: 'full' });
    state.games = [...games(2), game(4, { updated_at: START + 2 * HOUR })];
    expect(await run({ mode: 'smart' })).toMatchObject({ inserted: 1, removed: 1 });
    expect(await rows('SELECT id FROM raw_games WHERE removed_at IS NULL ORDER BY id')).toEqual([
      { id: 1 },
      { id: 2 },
      { id: 4 },
    ]);
  });

  test('refuses to mark more games than editors remove, unless told to', async () => {
    const { run, rows, state } = await setUp(games(1500));
    await run({ mode: 'full' });
    state.games = games(1300);
    await expect(run({ mode: 'smart' })).rejects.toThrow(
      'IGDB no longer has 200 of the 1,500 games stored. None was marked as removed.',
    );
    expect(await rows('SELECT status FROM runs ORDER BY run_id DESC LIMIT 1')).toEqual([
      { status: 'failed' },
    ]);
    expect(await rows('SELECT COUNT(*) AS n FROM raw_games WHERE removed_at IS NOT NULL')).toEqual([
      { n: 0 },
    ]);
    expect(await run({ mode: 'smart', allowDrift: true })).toMatchObject({ removed: 200 });
  });
});
