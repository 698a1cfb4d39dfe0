import { describe, expect, test } from 'vitest';
import { IgdbError } from '@playkin/functions/src/igdb/error.ts';
import { retryAfterMs } from '@playkin/functions/src/igdb/retry.ts';
import { createRetryBudget } from '@playkin/functions/src/igdb/retry.ts';
import { backoffMs, MAX_ATTEMPTS, withRetry } from '@playkin/functions/src/igdb/retry.ts';
import { fakeTime } from './fake-time.ts';

const failure = (details: { retryable: boolean; retryAfterMs?: number }) =>
  new IgdbError('no luck', {
    url: 'http://igdb',
    requestBody: '',
    summary: '',
    attempts: 1,
    excerpt: '',
    nextStep: 'Wait.',
    ...details,
  });

function retrying(random: () => number) {
  const time = fakeTime();
  const told: number[] = [];
  const onRetry = (_error: IgdbError, waitMs: number) => told.push(waitMs);
  return { ...time, told, deps: { sleep: time.sleep, random, onRetry, budget: createRetryBudget() } };
}

describe('back-off', () => {
  test('is spread over all of a range that doubles with each attempt up to half a minute', () => {
    const attempts = [1, 2, 3, 4, 5, 6, 7, 8, 20];
    expect(attempts.map((attempt) => backoffMs(attempt, undefined, () => 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
    expect(attempts.map((attempt) => backoffMs(attempt, undefined, () => 0))).toEqual(attempts.map(() => 0));
    expect(backoffMs(3, undefined, () => 0.5)).toBe(1000);
  });

  test('is never shorter than the server asks for', () => {
    expect(backoffMs(1, 7000, () => 1)).toBe(7000);
    expect(backoffMs(5, 7000, () => 1)).toBe(8000);
  });
});

describe('retrying', () => {
  test('goes on until the task succeeds, and tells of each wait', async () => {
    const { deps, slept, told } = retrying(() => 0.5);
    const attempts: number[] = [];
    const result = await withRetry(deps, (attempt) => {
      attempts.push(attempt);
      return attempt < 3 ? Promise.reject(failure({ retryable: true })) : Promise.resolve('there');
    });
    expect(result).toBe('there');
    expect(attempts).toEqual([1, 2, 3]);
    expect(slept).toEqual([250, 500]);
    expect(told).toEqual(slept);
  });

  test('waits as long as the server asks for', async () => {
    const { deps, slept } = retrying(() => 0);
    await withRetry(deps, (attempt) =>
      attempt === 1 ? Promise.reject(failure({ retryable: true, retryAfterMs: 2000 })) : Promise.resolve(),
    );
    expect(slept).toEqual([2000]);
  });

  test('ends after the last attempt with its error', async () => {
    const { deps, slept } = retrying(() => 0);
    const errors = Array.from({ length: MAX_ATTEMPTS }, () => failure({ retryable: true }));
    const task = (attempt: number) => Promise.reject(errors[attempt - 1] ?? new Error('one too many'));
    await expect(withRetry(deps, task)).rejects.toBe(errors.at(-1));
    expect(slept).toHaveLength(MAX_ATTEMPTS - 1);
  });

  test.each([
    ['an error that asking again cannot mend', failure({ retryable: false })],
    ['a defect of our own', new TypeError('x is undefined')],
  ])('does not repeat %s', async (_case, error) => {
    const { deps, slept } = retrying(() => 0);
    await expect(withRetry(deps, () => Promise.reject(error))).rejects.toBe(error);
    expect(slept).toEqual([]);
  });
});

describe('the retries of a run', () => {
  const failing = () => Promise.reject(failure({ retryable: true }));

  test('end: a hundred, however many requests share them', async () => {
    const { deps, told } = retrying(() => 0);
    for (let i = 0; i < 14; i += 1)
      await expect(withRetry(deps, failing)).rejects.toThrow('(1 attempt). Wait');
    await expect(withRetry(deps, failing)).rejects.toThrow(
      '(1 attempt; all 100 retries of this run are spent). Wait',
    );
    expect(told).toHaveLength(100);
  });

  test('grow by one with every four good answers', async () => {
    const { deps, told } = retrying(() => 0);
    const spent = () => expect(withRetry(deps, failing)).rejects.toThrow('spent');
    for (let i = 0; i < 14; i += 1) await withRetry(deps, failing).catch(() => undefined);
    await spent();
    for (let i = 0; i < 8; i += 1) await withRetry(deps, () => Promise.resolve());
    await spent();
    expect(told).toHaveLength(102);
  });
});

test('a wait ends when the signal is aborted, with its reason', async () => {
  const ending = new AbortController();
  const { deps } = retrying(() => 0);
  const sleep = () => {
    setImmediate(() => {
      ending.abort(new Error('enough'));
    });
    return new Promise<void>(() => undefined);
  };
  const task = () => Promise.reject(failure({ retryable: true }));
  await expect(withRetry({ ...deps, sleep }, task, ending.signal)).rejects.toThrow('enough');
});

test.each([
  [null, undefined],
  ['3', 3000],
  ['0', 0],
  ['86400', 60_000],
  ['Thu, 01 Jan 1970 00:00:12 GMT', 2000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['soon', undefined],
])('reads Retry-After: %s at second 10 as %s ms', (header, ms) => {
  expect(retryAfterMs(header, 10_000)).toBe(ms);
});
