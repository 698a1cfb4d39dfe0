import { loadShedding } from '@playkin/functions/src/recommend/load-shedding.ts';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import { expect, test } from 'vitest';
import { publishGames } from '../support/make-release.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { patient } from '../support/patient.ts';
import { SAMPLE_GAMES } from '../support/sample-games.ts';
import { serve } from '../support/serve-function.ts';

function setUp() {
  const time = { now: 0 };
  let endTurn: () => void = () => undefined;
  const shedding = loadShedding(
    () => time.now,
    (callback) => {
      endTurn = callback;
    },
  );
  return {
    time,
    shedding,
    endTurn: () => {
      endTurn();
    },
  };
}

test('what was heard late in a long turn is refused, and nothing of the next turn', () => {
  const { time, shedding, endTurn } = setUp();
  expect(shedding.isOver()).toBe(false);
  time.now += 300;
  expect(shedding.isOver()).toBe(false);
  time.now += 1;
  expect(shedding.isOver()).toBe(true);
  endTurn();
  expect(shedding.isOver()).toBe(false);
});

test('no more than so many requests wait at once', () => {
  const { shedding } = setUp();
  const leave = Array.from({ length: 200 }, () => shedding.enter());
  expect(shedding.isOver()).toBe(true);
  leave[0]?.();
  expect(shedding.isOver()).toBe(false);
});

test('a request that has waited too long is told to come back, unless its answer is at hand', async () => {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  let [now, tick] = [0, 0];
  const clock = () => (now += tick);
  const log = () => undefined;
  const { origin, close } = await serve(
    createRecommendHandler({ storage, clock, sleep: patient, log, version: 'v1', recheckMs: 60_000 }),
  );
  expect((await fetch(`${origin}/api/search?q=a`)).status).toBe(200);
  // Between any two looks at the clock so much time passes as in a turn in which too much was asked.
  tick = 400;
  const refused = await fetch(`${origin}/api/search?q=b`);
  expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('cache-control')]).toEqual([
    503,
    '1',
    'no-store',
  ]);
  expect((await fetch(`${origin}/api/search?q=a`)).status).toBe(200);
  await close();
});
