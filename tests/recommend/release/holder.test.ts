import { releaseHolder } from '@playkin/functions/src/recommend/release/holder.ts';
import type { Sleep } from '@playkin/functions/src/clock.ts';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import { LATEST_PATH, releasePath } from '@playkin/shared/release.ts';
import { expect, test } from 'vitest';
import { publishGames } from '../../support/make-release.ts';
import { patient } from '../../support/patient.ts';
import { memoryStorage } from '../../support/memory-storage.ts';
import { SAMPLE_GAMES } from '../../support/sample-games.ts';

const RECHECK_MS = 60_000;

function setUp(sleep: Sleep = patient) {
  const storage = memoryStorage();
  const logged: LogEntry[] = [];
  const time = { now: 1_000_000 };
  const log = (entry: LogEntry) => void logged.push(entry);
  const holder = releaseHolder({ storage, log, sleep, clock: () => time.now, recheckMs: RECHECK_MS });
  const serving = async () => (await holder.current())?.name;
  const looks = () => storage.reads.filter(({ path }) => path === LATEST_PATH).length;
  return { storage, logged, time, serving, looks, holder };
}

test('requests that come together share one loading', async () => {
  const { storage, serving, looks } = setUp();
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  expect(looks()).toBe(0);
  expect(await Promise.all([serving(), serving(), serving()])).toEqual(['r1', 'r1', 'r1']);
  expect(looks()).toBe(1);
});

test('a newer release is picked up after the interval, not before', async () => {
  const { storage, time, serving, looks } = setUp();
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  await serving();
  await publishGames(storage, 'r2', SAMPLE_GAMES);
  time.now += RECHECK_MS - 1;
  expect(await serving()).toBe('r1');
  expect(looks()).toBe(1);
  time.now += 1;
  // The request that finds the look due waits for it a moment, the one beside it does not.
  expect(await Promise.all([serving(), serving()])).toEqual(['r2', 'r1']);
  expect(await serving()).toBe('r2');
});

test('a release that does not verify is logged once and the old one stays, until another is published', async () => {
  const { storage, logged, time, serving } = setUp();
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  await serving();
  await publishGames(storage, 'r2', SAMPLE_GAMES);
  storage.objects.delete(releasePath('r2', 'vectors'));
  for (let round = 0; round < 3; round++) {
    time.now += RECHECK_MS;
    expect(await serving()).toBe('r1');
  }
  const errors = logged.filter(({ severity }) => severity === 'ERROR').map(({ message }) => message);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(
    'Release r2 cannot be used, still serving r1: releases/r2/vectors.bin: expected',
  );
  await publishGames(storage, 'r3', SAMPLE_GAMES);
  time.now += RECHECK_MS;
  expect(await serving()).toBe('r3');
});

test('going back to an older release is picked up like a newer one', async () => {
  const { storage, time, serving } = setUp();
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  await publishGames(storage, 'r2', SAMPLE_GAMES);
  expect(await serving()).toBe('r2');
  storage.objects.set(LATEST_PATH, Buffer.from('{"release":"r1"}'));
  time.now += RECHECK_MS;
  expect(await serving()).toBe('r1');
});

test('storage that fails for a while is asked again', async () => {
  const { storage, time, serving, logged } = setUp();
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  const { read } = storage;
  storage.read = () => Promise.reject(new Error('connection reset'));
  expect(await serving()).toBeUndefined();
  expect(logged[0]?.message).toBe('Release latest cannot be used, there is none to serve: connection reset');
  storage.read = read;
  expect(await serving()).toBeUndefined();
  time.now += 5_000;
  expect(await serving()).toBe('r1');
});

test('while a newer release is loaded, requests that have waited a moment are answered from the one at hand', async () => {
  const { storage, time, serving, holder } = setUp((ms) => (ms > 1_000 ? patient(ms) : Promise.resolve()));
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  await serving();
  await publishGames(storage, 'r2', SAMPLE_GAMES);
  const { read } = storage;
  const gate = Promise.withResolvers<undefined>();
  storage.read = async (path, range) => {
    await gate.promise;
    return read(path, range);
  };
  time.now += RECHECK_MS;
  expect([await serving(), await serving(), holder.held()]).toEqual(['r1', 'r1', undefined]);
  gate.resolve(undefined);
  await expect.poll(serving).toBe('r2');
  expect(holder.held()?.name).toBe('r2');
});

test('nobody waits for ever for the first release, which is loaded all the same', async () => {
  const { storage, serving, logged } = setUp(() => Promise.resolve());
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  const { read } = storage;
  const gate = Promise.withResolvers<undefined>();
  storage.read = async (path, range) => {
    await gate.promise;
    return read(path, range);
  };
  expect(await serving()).toBeUndefined();
  gate.resolve(undefined);
  await expect.poll(serving).toBe('r1');
  expect(logged.map(({ message }) => message)).toEqual(['Serving release r1']);
});

test('storage that goes away in the middle of a release leaves the one at hand, and the other is loaded when it is back', async () => {
  const { storage, time, serving, logged } = setUp();
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  await serving();
  await publishGames(storage, 'r2', SAMPLE_GAMES);
  const { read } = storage;
  storage.read = (path, range) =>
    path === releasePath('r2', 'vectors') ? Promise.reject(new Error('socket hang up')) : read(path, range);
  time.now += RECHECK_MS;
  expect(await serving()).toBe('r1');
  expect(logged.at(-1)?.message).toBe('Release r2 cannot be used, still serving r1: socket hang up');
  storage.read = read;
  time.now += RECHECK_MS;
  expect(await serving()).toBe('r2');
});
