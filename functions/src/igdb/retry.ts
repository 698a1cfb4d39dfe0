import { type Sleep, wait } from '../clock.ts';
import { IgdbError } from './error.ts';

/** With the waits below, half a minute of trouble on average is sat out, a minute at most. */
export const MAX_ATTEMPTS = 8;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

export interface RetryOptions {
  sleep: Sleep;
  /** From 0 (included) to 1 (excluded), as Math.random. */
  random: () => number;
  /** Told of every failure that is tried again, before the wait. */
  onRetry: (error: IgdbError, waitMs: number) => void;
}

export interface RetryDeps extends RetryOptions {
  /** Shared by all that is asked in a run. */
  budget: RetryBudget;
}

/**
 * Exponential back-off with full jitter: anywhere between nothing and a bound that doubles with each attempt. A wait the
 * server asks for is the least.
 *
 * Not p-retry: it sleeps on the global timers and jitters upwards only.
 */
export function backoffMs(attempt: number, retryAfterMs: number | undefined, random: () => number): number {
  const bound = Math.min(FIRST_BACKOFF_MS * 2 ** (attempt - 1), MAX_BACKOFF_MS);
  return Math.round(Math.max(random() * bound, retryAfterMs ?? 0));
}

/**
 * Runs `task` until it succeeds, fails for good, has failed {@link MAX_ATTEMPTS} times, or the budget is spent; then
 * throws its last error.
 *
 * @param signal ends the waits; its reason is thrown
 */
export async function withRetry<T>(
  deps: RetryDeps,
  task: (attempt: number) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { budget, random, onRetry, sleep } = deps;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await task(attempt);
      budget.earn();
      return result;
    } catch (error) {
      if (!(error instanceof IgdbError) || !error.retryable || attempt === MAX_ATTEMPTS) throw error;
      if (!budget.spend()) throw error.withRetriesSpent(budget.spent());
      const waitMs = backoffMs(attempt, error.retryAfterMs, random);
      onRetry(error, waitMs);
      await wait(sleep, waitMs, signal);
    }
  }
}

/**
 * A dead server would otherwise be asked 8 times for each of some 700 pages, with waits of up to 30 s: for hours. A run
 * in which every fifth answer fails still ends well.
 */
const FIRST_RETRIES = 100;
const RETRIES_PER_GOOD_ANSWER = 1 / 4;

/** How many retries a run may make in all. */
export interface RetryBudget {
  /** After an answer that was good. */
  earn(): void;
  /** Takes one retry, if there is one left. */
  spend(): boolean;
  /** Retries made so far. */
  spent(): number;
}

export function createRetryBudget(): RetryBudget {
  let allowed = FIRST_RETRIES;
  let spent = 0;
  return {
    earn() {
      allowed += RETRIES_PER_GOOD_ANSWER;
    },
    spend() {
      if (spent + 1 > allowed) return false;
      spent += 1;
      return true;
    },
    spent: () => spent,
  };
}

/** However long a server asks to wait: a longer pause is for the operator to decide on. */
const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Milliseconds to wait by a Retry-After header, which holds seconds or an HTTP date (RFC 9110, 10.2.3).
 *
 * @returns 0 to 60,000; undefined when the header is absent or holds neither
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}
