import type { Clock } from '../clock.ts';

/**
 * A second, less what requests may be delayed on their way: of a client that spaces them evenly, none is to be refused
 * because the one a second before took long to arrive.
 */
const WINDOW_MS = 1000 - 50;

export interface ThrottleOptions {
  /** Infinity: no limit. */
  requestsPerSecond: number;
  /** Requests that may be open at a time. Infinity: no limit. */
  maxOpen: number;
  clock: Clock;
}

/** Counts requests. Those refused count neither as made nor as open. */
export interface Throttle {
  /** Whether a request that arrives now may pass; each that may must be ended by {@link Throttle.leave}. */
  enter(): boolean;
  leave(): void;
}

export function createThrottle({ requestsPerSecond, maxOpen, clock }: ThrottleOptions): Throttle {
  /** When the latest requests came. */
  let recent: number[] = [];
  let open = 0;
  return {
    enter: () => {
      const now = clock();
      recent = recent.filter((time) => now - time < WINDOW_MS);
      if (open >= maxOpen || recent.length >= requestsPerSecond) return false;
      if (requestsPerSecond !== Infinity) recent.push(now);
      open += 1;
      return true;
    },
    leave: () => {
      open -= 1;
    },
  };
}
