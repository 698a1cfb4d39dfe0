import { expect, test } from 'vitest';
import { abortable } from '@playkin/functions/src/streams.ts';
import { game, setUp } from './set-up.ts';

const never = new AbortController().signal;
const games = [1, 2, 3, 4, 5].map((id) => game(id));

test('a run that is stopped has stored what came, says so, and is gone on from', async () => {
  const { run, rows, igdb, state } = await setUp(games);
  const stop = new AbortController();
  let pages = 0;
  state.onPage = () => {
    pages += 1;
    if (pages === 3) stop.abort();
  };
  expect(await run({ mode: 'full', stop: { signal: stop.signal, cutoff: never } })).toMatchObject({
    received: 4,
    inserted: 4,
    stopped: true,
  });
  expect(await rows('SELECT status, cursor FROM runs')).toEqual([{ status: 'stopped', cursor: 4 }]);
  expect(await run({ mode: 'full' })).toMatchObject({ received: 1, inserted: 1 });
  expect(igdb.asked.map(({ afterId }) => afterId)).toEqual([0, 4]);
});

test('a run that is stopped while it compares ids removes nothing', async () => {
  const { run, rows, state } = await setUp(games);
  await run({ mode: 'full' });
  state.games = games.slice(1);
  const stop = new AbortController();
  state.onPage = () => {
    if (state.censuses === 1) stop.abort();
  };
  expect(await run({ mode: 'smart', stop: { signal: stop.signal, cutoff: never } })).toMatchObject({
    removed: 0,
    stopped: true,
  });
  expect(await rows('SELECT COUNT(*) AS n FROM raw_games WHERE removed_at IS NOT NULL')).toEqual([{ n: 0 }]);
  expect(await run({ mode: 'smart' })).toMatchObject({ removed: 1 });
});

test('the signal does not wait for the item under way', async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  const never = async function* () {
    yield 1;
    await new Promise(() => undefined);
    yield 2;
  };
  const read = async () => {
    for await (const item of abortable(never(), stop.signal)) {
      seen.push(item);
      queueMicrotask(() => {
        stop.abort(new Error('enough'));
      });
    }
  };
  await expect(read()).rejects.toThrow('enough');
  expect(seen).toEqual([1]);
});

test('an error of the source is thrown after the items before it', async () => {
  const seen: number[] = [];
  const breaking = async function* () {
    yield 1;
    await Promise.resolve();
    throw new Error('broken');
  };
  const read = async () => {
    for await (const item of abortable(breaking(), new AbortController().signal)) seen.push(item);
  };
  await expect(read()).rejects.toThrow('broken');
  expect(seen).toEqual([1]);
});

test('leaving the loop closes the source', async () => {
  const closed: boolean[] = [];
  const source = async function* () {
    try {
      yield 1;
      await Promise.resolve();
      yield 2;
    } finally {
      closed.push(true);
    }
  };
  const items = abortable(source(), new AbortController().signal);
  await items.next();
  await items.return(undefined);
  await Promise.resolve();
  expect(closed).toEqual([true]);
});
