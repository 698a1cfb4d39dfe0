import { expect, test } from 'vitest';
import { createRateLimit, MAX_OPEN_REQUESTS } from '@playkin/functions/src/igdb/rate-limit.ts';
import { fakeTime } from './fake-time.ts';

const started = (clock: () => number) => {
  const starts: number[] = [];
  const task = () => {
    starts.push(clock());
    return Promise.resolve();
  };
  return { starts, task };
};

test('starts tasks evenly spaced, a hundredth below the rate allowed', async () => {
  const time = fakeTime();
  const { starts, task } = started(time.clock);
  const limit = createRateLimit({ requestsPerSecond: 4, ...time });
  await Promise.all(Array.from({ length: 9 }, () => limit(task)));
  expect(starts).toEqual([0, 252.5, 505, 757.5, 1010, 1262.5, 1515, 1767.5, 2020]);
});

test('does not make a task wait whose turn has come, and saves up no turns for a burst', async () => {
  const time = fakeTime();
  const { starts, task } = started(time.clock);
  const limit = createRateLimit({ requestsPerSecond: 4, ...time });
  await limit(task);
  time.advance(10_000);
  await limit(task);
  await limit(task);
  expect(starts).toEqual([0, 10_000, 10_252.5]);
});

test('keeps the interval after a timer that was late', async () => {
  const time = fakeTime();
  const { starts, task } = started(time.clock);
  const late = (ms: number) => time.sleep(ms + (time.slept.length === 0 ? 200 : 0));
  const limit = createRateLimit({ requestsPerSecond: 4, clock: time.clock, sleep: late });
  await Promise.all([limit(task), limit(task), limit(task)]);
  expect(starts).toEqual([0, 452.5, 705]);
});

test('knows no wait when there is no limit', async () => {
  const time = fakeTime();
  const limit = createRateLimit({ requestsPerSecond: Infinity, ...time });
  await Promise.all(Array.from({ length: 20 }, () => limit(() => Promise.resolve())));
  expect(time.slept).toEqual([]);
});

test('waits no longer than the interval when the clock is set back', async () => {
  const time = fakeTime(1_000_000);
  const limit = createRateLimit({ requestsPerSecond: 4, ...time });
  await limit(() => Promise.resolve());
  time.advance(-900_000);
  await limit(() => Promise.resolve());
  expect(time.slept).toEqual([252.5]);
});

test('leaves no more than eight tasks open', async () => {
  const finish: (() => void)[] = [];
  let started = 0;
  const limit = createRateLimit({ requestsPerSecond: 4, ...fakeTime() });
  const task = () => {
    started += 1;
    return new Promise<void>((resolve) => finish.push(resolve));
  };
  const all = Promise.all(Array.from({ length: 10 }, () => limit(task)));
  await new Promise(setImmediate);
  expect(started).toBe(MAX_OPEN_REQUESTS);
  finish[0]?.();
  await new Promise(setImmediate);
  expect(started).toBe(9);
  for (let i = 1; i < 10; i += 1) {
    await new Promise(setImmediate);
    finish[i]?.();
  }
  await all;
});

test('goes on after a task that failed', async () => {
  const limit = createRateLimit({ requestsPerSecond: 4, ...fakeTime() });
  await expect(limit(() => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
  expect(await limit(() => Promise.resolve('next'))).toBe('next');
});
