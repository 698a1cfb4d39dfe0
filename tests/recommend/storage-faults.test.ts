import type { LogEntry } from '@playkin/functions/src/log.ts';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import type { Storage } from '@playkin/functions/src/storage.ts';
import type { GameAnswer, HealthAnswer } from '@playkin/shared/api.ts';
import { LATEST_PATH, NIGHT_PATH, releasePath } from '@playkin/shared/release.ts';
import { expect, onTestFinished, test } from 'vitest';
import { publishGames } from '../support/make-release.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { patient } from '../support/patient.ts';
import { SAMPLE_GAMES } from '../support/sample-games.ts';
import { serve } from '../support/serve-function.ts';

/** Time passes at once where it is short, and never where somebody waits for a first release. */
const impatient = (ms: number, signal?: AbortSignal) =>
  ms < 10_000 ? Promise.resolve() : patient(ms, signal);

async function served(read: (storage: Storage) => Storage['read'], sleep = patient) {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  const logged: LogEntry[] = [];
  const time = { now: 0 };
  const { origin, close } = await serve(
    createRecommendHandler({
      storage: { ...storage, read: read(storage) },
      clock: () => time.now,
      sleep,
      log: (entry) => void logged.push(entry),
      version: 'v1',
      recheckMs: 60_000,
    }),
  );
  onTestFinished(close);
  return { storage, time, logged, get: (path: string) => fetch(origin + path) };
}

test('storage that is down at the start: 503 with Retry-After, and answers once it is back', async () => {
  let isDown = true;
  const { get, time, logged } = await served(
    ({ read }) =>
      (path, range) =>
        isDown ? Promise.reject(new Error('connect ECONNREFUSED')) : read(path, range),
  );
  const refused = await get('/api/search?q=hollow');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(logged.map(({ message }) => message)).toEqual([
    'Release latest cannot be used, there is none to serve: connect ECONNREFUSED',
  ]);
  isDown = false;
  time.now += 5_000;
  expect((await get('/api/search?q=hollow')).status).toBe(200);
});

test('storage that is down later: lists and searches go on, a game lacks its summary, and health still answers', async () => {
  let isDown = false;
  const { get, logged } = await served(
    ({ read }) =>
      (path, range) =>
        isDown ? Promise.reject(new Error('socket hang up')) : read(path, range),
  );
  expect((await get('/api/recommend?like=10')).status).toBe(200);
  isDown = true;
  expect((await get('/api/recommend?like=11')).status).toBe(200);
  const game = await get('/api/games/10');
  expect([game.status, game.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(((await game.json()) as GameAnswer).game.summary).toBeUndefined();
  const health = (await (await get('/api/health')).json()) as HealthAnswer;
  expect([health.status, health.night]).toEqual(['ok', undefined]);
  expect(logged.slice(1).map(({ message }) => message)).toEqual([
    `${releasePath('r1', 'summaries')} cannot be read: socket hang up`,
    'The report of the night cannot be read: socket hang up',
  ]);
});

test('storage that is slow: an answer does not wait for what it can do without', async () => {
  let isSlow = false;
  const never = new Promise<never>(() => undefined);
  const { get } = await served(
    ({ read }) =>
      (path, range) =>
        isSlow && path !== LATEST_PATH ? never : read(path, range),
    impatient,
  );
  expect((await get('/api/search')).status).toBe(200);
  isSlow = true;
  const game = await get('/api/games/10');
  expect(((await game.json()) as GameAnswer).game.summary).toBeUndefined();
  expect(((await (await get('/api/health')).json()) as HealthAnswer).night).toBeUndefined();
});

test('the report of the night cut short is none', async () => {
  const { get, storage } = await served(({ read }) => read);
  storage.objects.set(NIGHT_PATH, Buffer.from('{"reportedAt":'));
  expect(((await (await get('/api/health')).json()) as HealthAnswer).night).toBeUndefined();
});
