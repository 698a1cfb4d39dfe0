import { describe, expect, test } from 'vitest';
import { IgdbError } from '@playkin/functions/src/igdb/error.ts';
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

test('makes up for a timer that was late, yet lets no second hold more than allowed', async () => {
  const time = fakeTime();
  const { starts, task } = started(time.clock);
  const late = (ms: number) => time.sleep(ms + (time.slept.length === 0 ? 200 : 0));
  const limit = createRateLimit({ requestsPerSecond: 4, clock: time.clock, sleep: late });
  await Promise.all(Array.from({ length: 7 }, () => limit(task)));
  expect(starts).toEqual([0, 452.5, 578.75, 831.25, 1083.75, 1462.5, 1588.75]);
});

test('makes up for timers that are a little late', async () => {
  const time = fakeTime();
  const { starts, task } = started(time.clock);
  const late = (ms: number) => time.sleep(ms + 3);
  const limit = createRateLimit({ requestsPerSecond: 40, clock: time.clock, sleep: late });
  await Promise.all(Array.from({ length: 41 }, () => limit(task)));
  expect(starts.at(-1)).toBeCloseTo(40 * 25.25 + 3);
  expect(Math.min(...starts.slice(1).map((start, i) => start - (starts[i] ?? 0)))).toBeGreaterThan(22);
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

describe('a refusal with status 429', () => {
  const refusal = (retryAfterMs?: number) =>
    new IgdbError('status 429', {
      url: '',
      requestBody: '',
      summary: '',
      attempts: 1,
      status: 429,
      excerpt: '',
      nextStep: '',
      retryable: true,
      retryAfterMs,
    });
  const limited = (requestsPerSecond = 4) => {
    const time = fakeTime();
    const limit = createRateLimit({ requestsPerSecond, ...time });
    const refuse = (retryAfterMs?: number) =>
      limit(() => Promise.reject(refusal(retryAfterMs))).catch(() => undefined);
    return { time, limit, refuse, ...started(time.clock) };
  };

  test('makes everybody pause for a second, then go on at half the pace and recover', async () => {
    const { limit, refuse, starts, task } = limited();
    await Promise.all([limit(task), refuse()]);
    for (let i = 0; i < 12; i += 1) await limit(task);
    const gaps = starts.slice(1).map((start, i) => Math.floor(start - (starts[i] ?? 0)));
    expect(gaps).toEqual([1252, 448, 403, 367, 336, 310, 288, 269, 252, 252, 252, 252]);
  });

  test('makes them pause for as long as the server asks', async () => {
    const { limit, refuse, starts, task } = limited();
    await refuse(7000);
    await limit(task);
    expect(starts).toEqual([7000]);
  });

  test('slows down to an eighth of the pace at most', async () => {
    const { time, limit, refuse, task, starts } = limited();
    for (let i = 0; i < 10; i += 1) await refuse();
    time.advance(60_000);
    await limit(() => Promise.reject(new Error('another failure'))).catch(() => undefined);
    await limit(task);
    expect((starts[0] ?? 0) - time.clock()).toBe(0);
    expect(time.slept.at(-1)).toBe(8 * 252.5);
  });

  test('counts once when several requests were open at the time', async () => {
    const { time, limit, task, starts } = limited();
    const refusals: ((error: Error) => void)[] = [];
    const all = Array.from({ length: 4 }, () =>
      limit(() => new Promise((_resolve, reject) => refusals.push(reject))).catch(() => undefined),
    );
    while (refusals.length < 4) await new Promise(setImmediate);
    time.advance(10);
    for (const refuse of refusals) refuse(refusal());
    await Promise.all(all);
    time.advance(5000);
    await limit(() => Promise.reject(new Error('another failure'))).catch(() => undefined);
    await limit(task);
    expect(starts).toHaveLength(1);
    expect(time.slept.at(-1)).toBe(2 * 252.5);
  });
});

test('a task waiting for its turn leaves when the signal is aborted, and takes no turn from others', async () => {
  const time = fakeTime();
  const ending = new AbortController();
  const { starts, task } = started(time.clock);
  const limit = createRateLimit({ requestsPerSecond: 4, ...time });
  ending.abort(new Error('enough'));
  const left = limit(task, ending.signal);
  const stays = limit(task);
  await expect(left).rejects.toThrow('enough');
  await stays;
  expect(starts).toEqual([0]);
});
