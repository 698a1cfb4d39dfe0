import { describe, expect, test } from 'vitest';
import { findFalls } from '@playkin/functions/src/ingest/drift.ts';
import { filledFields } from '@playkin/functions/src/ingest/filled-fields.ts';
import { game, HOUR, setUp, START } from './set-up.ts';

const GENRES = [{ id: 5, name: 'Shooter' }];
const rich = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, i) => game(i + 1, { genres: GENRES, category: 0, ...more }));
const changed = { updated_at: START + 3 * HOUR };

describe('a run that finds a field emptied', () => {
  test('stores none of it, names the field, and is refused again the next night', async () => {
    const { run, rows, state } = await setUp(rich(50));
    await run({ mode: 'full' });
    state.games = rich(50, { ...changed, category: undefined });
    const message =
      'IGDB no longer fills category (100.0 % before, 0.0 % now) as it did (50 games compared). Nothing of this batch was stored. ' +
      'Where IGDB means it, functions/src/igdb/fields.ts has to ask for what takes the place of it.';
    await expect(run({ mode: 'smart' })).rejects.toThrow(message);
    expect(await rows("SELECT COUNT(*) AS n FROM raw_games WHERE run_id <> 'run-1'")).toEqual([{ n: 0 }]);
    expect(await rows("SELECT status, error FROM runs WHERE run_id = 'run-2'")).toEqual([
      { status: 'failed', error: message },
    ]);
    await expect(run({ mode: 'smart' })).rejects.toThrow('category');
    await expect(run({ mode: 'full' })).rejects.toThrow('category');
  });

  test('goes through when it is allowed to, and so do the runs after it', async () => {
    const { run, state } = await setUp(rich(200));
    await run({ mode: 'full' });
    state.games = rich(200, { ...changed, category: undefined });
    expect(await run({ mode: 'smart', allowDrift: true })).toMatchObject({ updated: 200 });
    state.games = rich(200, { updated_at: START + 5 * HOUR, category: undefined });
    expect(await run({ mode: 'smart' })).toMatchObject({ updated: 200 });
  });

  test('sees texts that came as empty ones', async () => {
    const { run, state } = await setUp(rich(50, { summary: 'A lighthouse.' }));
    await run({ mode: 'full' });
    state.games = rich(50, { ...changed, summary: '' });
    await expect(run({ mode: 'smart' })).rejects.toThrow('summary (100.0 % before, 0.0 % now)');
  });

  test('sees that names no longer come with the ids', async () => {
    const { run, state } = await setUp(rich(50));
    await run({ mode: 'full' });
    state.games = rich(50, { ...changed, genres: [5] });
    await expect(run({ mode: 'smart' })).rejects.toThrow(
      'genres.id (100.0 % before, 0.0 % now), genres.name (100.0 %',
    );
  });

  test('sees it among the games of a full run that were never stored', async () => {
    const { run, state } = await setUp(rich(100));
    await run({ mode: 'full' });
    const poor = Array.from({ length: 50 }, (_, i) => game(1000 + i));
    state.games = [...rich(100), ...poor];
    await expect(run({ mode: 'full' })).rejects.toThrow(
      /category \(100.0 % before, 66.7 % now\) as it did.* neither similarity nor publish follows/,
    );
    // It does not go on from what it refused.
    state.games = [...rich(100), ...poor.map((one) => ({ ...one, genres: GENRES, category: 0 }))];
    expect(await run({ mode: 'full' })).toMatchObject({ received: 150, updated: 50 });
  });

  test('is not alarmed by what editors do', async () => {
    const { run, state } = await setUp(rich(100));
    await run({ mode: 'full' });
    // Four games of twenty lose a field; the newest games never had it.
    const poor = Array.from({ length: 30 }, (_, i) => game(1000 + i, changed));
    const few = rich(20, changed).map((one) => (one.id <= 4 ? { ...one, category: undefined } : one));
    state.games = [...few, ...rich(100).slice(20), ...poor];
    expect(await run({ mode: 'smart' })).toMatchObject({ updated: 20, inserted: 30 });
  });
});

describe('a fall', () => {
  const of = (records: number, filled: Record<string, number>) => ({ records, filled });

  test.each([
    ['5 points or less', of(100, { a: 60 }), of(100, { a: 55 }), []],
    ['more than 5 points', of(100, { a: 60 }), of(100, { a: 54 }), ['a']],
    ['less than 5 games', of(20, { a: 20 }), of(20, { a: 16 }), []],
    ['of catalogues of different sizes', of(1000, { a: 600 }), of(100, { a: 50 }), ['a']],
    ['of none before', of(0, {}), of(100, {}), []],
    ['largest first', of(100, { a: 60, b: 90 }), of(100, {}), ['b', 'a']],
    ['rising', of(100, { a: 1 }), of(100, { a: 99 }), []],
  ])('of %s', (_, before, now, fields) => {
    expect(findFalls(before, now).map(({ field }) => field)).toEqual(fields);
  });
});

test('a field is filled when it holds something, and so is a field of what is expanded', () => {
  expect([
    ...filledFields({
      id: 1,
      name: 'Ōkami',
      summary: '',
      storyline: ' \n',
      hypes: 0,
      rating: null,
      genres: [],
      themes: [7],
      cover: { id: 2, url: null, image_id: '' },
    }),
  ]).toEqual(['id', 'name', 'hypes', 'themes', 'cover', 'cover.id']);
  expect(filledFields([1]).size + filledFields(null).size + filledFields('text').size).toBe(0);
});
