import pLimit from 'p-limit';
import type { Clock, Sleep } from '../clock.ts';

/** IGDB: up to 8 open requests. */
export const MAX_OPEN_REQUESTS = 8;

/**
 * How much wider than needed the requests are spaced. They do not all travel equally long: at exactly the rate allowed,
 * every tenth was refused by a server that counts those of the last second. This leaves them 10 ms, for 1 % of the rate.
 */
const SPACING = 1.01;

export interface RateLimitOptions {
  /** IGDB allows 4. Infinity: no limit. */
  requestsPerSecond: number;
  sleep: Sleep;
  clock: Clock;
}

/** Runs a task when its turn has come. */
export type RateLimit = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * Starts tasks evenly spaced, so that no second holds more than allowed, and leaves at most {@link MAX_OPEN_REQUESTS} of
 * them open.
 *
 * The spacing is our own: p-throttle, p-queue and bottleneck read the global clock and timers.
 */
export function createRateLimit({ requestsPerSecond, sleep, clock }: RateLimitOptions): RateLimit {
  const intervalMs = (1000 / requestsPerSecond) * SPACING;
  const open = pLimit(MAX_OPEN_REQUESTS);
  let lastStart = -Infinity;
  let lastTurn = Promise.resolve();

  // Counted from when the task before really started: after a late timer two starts would otherwise come too close.
  const takeTurn = async () => {
    const waitMs = lastStart + intervalMs - clock();
    // No longer than the interval, even after the clock was set back.
    if (waitMs > 0) await sleep(Math.min(waitMs, intervalMs));
    lastStart = clock();
  };

  return (task) =>
    open(async () => {
      lastTurn = lastTurn.then(takeTurn);
      await lastTurn;
      return task();
    });
}
