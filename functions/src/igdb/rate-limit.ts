import pLimit from 'p-limit';
import { type Clock, type Sleep, wait } from '../clock.ts';
import { IgdbError } from './error.ts';

/** IGDB: up to 8 open requests. */
export const MAX_OPEN_REQUESTS = 8;

/**
 * How much wider than needed the requests are spaced. They do not all travel equally long: at exactly the rate allowed,
 * every tenth was refused by a server that counts those of the last second. This leaves them 10 ms, for 1 % of the rate.
 */
const SPACING = 1.01;

/** IGDB counts the requests of a second: after a refusal, that second is waited out by everybody. */
const PAUSE_MS = 1000;

export interface RateLimitOptions {
  /** IGDB allows 4. Infinity: no limit. */
  requestsPerSecond: number;
  sleep: Sleep;
  clock: Clock;
}

/**
 * Runs a task when its turn has come.
 *
 * @throws what the task throws; the signal's reason when it is aborted before
 */
export type RateLimit = <T>(task: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * Starts tasks evenly spaced, so that no second holds more than allowed, and leaves at most {@link MAX_OPEN_REQUESTS} of
 * them open. A task that fails with status 429 makes all others pause, and then go on more slowly for a while.
 *
 * The spacing is our own: p-throttle, p-queue and bottleneck read the global clock and timers.
 */
export function createRateLimit({ requestsPerSecond, sleep, clock }: RateLimitOptions): RateLimit {
  const pace = createPace();
  const intervalMs = () => ((1000 / requestsPerSecond) * SPACING) / pace.share();
  const open = pLimit(MAX_OPEN_REQUESTS);
  const burst = Math.max(1, Math.floor(requestsPerSecond));
  /** When the latest tasks started: as many as a second may hold. */
  let starts: number[] = [];
  /** When the latest of them was due. */
  let lastDue = -Infinity;
  let resumeAt = -Infinity;
  let lastTurn: Promise<unknown> = Promise.resolve();

  const waitMs = () => {
    // The clock was set back.
    if (clock() < lastDue) [lastDue, resumeAt, starts] = [clock(), -Infinity, []];
    const secondAgo = starts.length < burst ? -Infinity : (starts[0] ?? -Infinity) + 1000 * SPACING;
    return Math.max(lastDue + intervalMs(), secondAgo, resumeAt) - clock();
  };

  const takeTurn = async (signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    // Again after each wait: a task may have been refused meanwhile.
    for (let ms = waitMs(); ms > 0; ms = waitMs()) await wait(sleep, ms, signal);
    const due = Math.max(lastDue + intervalMs(), resumeAt);
    const now = clock();
    // Timers are late, most of all while a page is parsed. Up to half an interval of that is made up for: more would let
    // two tasks start at once.
    lastDue = now - due <= intervalMs() ? Math.max(due, now - intervalMs() / 2) : now;
    if (burst !== Infinity) starts = [...starts, now].slice(-burst);
  };

  const watched = async <T>(task: () => Promise<T>): Promise<T> => {
    const startedAt = clock();
    try {
      const result = await task();
      pace.speedUp();
      return result;
    } catch (error) {
      if (error instanceof IgdbError && error.status === 429) {
        pace.slowDown(startedAt, clock());
        resumeAt = Math.max(resumeAt, clock() + Math.max(PAUSE_MS, error.retryAfterMs ?? 0));
      }
      throw error;
    }
  };

  return (task, signal) =>
    open(async () => {
      const turn = lastTurn.then(() => takeTurn(signal));
      lastTurn = turn.catch(() => undefined);
      await turn;
      return watched(task);
    });
}

/** IGDB refuses: half as fast from then on, but never slower than this share of the full pace. */
const SLOWER = 1 / 2;
const MIN_SHARE = 1 / 8;
/** Back to the full pace within 8 good answers of one refusal, 14 of the slowest pace. */
const RECOVERY = 1 / 16;

/** Which share of the full pace is used: additive increase, multiplicative decrease, as TCP does. */
export interface Pace {
  /** From 1/8 to 1. */
  share(): number;
  /** After a good answer. */
  speedUp(): void;
  /** After the refusal of a request that was started at `startedAt`. */
  slowDown(startedAt: number, now: number): void;
}

function createPace(): Pace {
  let share = 1;
  let slowedAt = -Infinity;
  return {
    share: () => share,
    speedUp() {
      share = Math.min(1, share + RECOVERY);
    },
    slowDown(startedAt, now) {
      // Of several requests open at once all are refused: together they tell no more than the first of them.
      if (startedAt < slowedAt) return;
      share = Math.max(MIN_SHARE, share * SLOWER);
      slowedAt = now;
    },
  };
}
