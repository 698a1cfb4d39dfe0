import type { Sleep } from '../clock.ts';
import { IgdbError } from './error.ts';

/** With the waits below, half a minute of trouble on average is sat out, a minute at most. */
export const MAX_ATTEMPTS = 8;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

export interface RetryDeps {
  sleep: Sleep;
  /** From 0 (included) to 1 (excluded), as Math.random. */
  random: () => number;
  /** Told of every failure that is tried again, before the wait. */
  onRetry: (error: IgdbError, waitMs: number) => void;
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

/** Runs `task` until it succeeds, fails for good, or has failed {@link MAX_ATTEMPTS} times; then throws its last error. */
export async function withRetry<T>(deps: RetryDeps, task: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task(attempt);
    } catch (error) {
      if (!(error instanceof IgdbError) || !error.retryable || attempt === MAX_ATTEMPTS) throw error;
      const waitMs = backoffMs(attempt, error.retryAfterMs, deps.random);
      deps.onRetry(error, waitMs);
      await deps.sleep(waitMs);
    }
  }
}
