import type { Clock, Sleep } from '@playkin/functions/src/clock.ts';

/** A clock that only sleeping moves, so that nothing waits. */
export function fakeTime(startMs = 0): {
  clock: Clock;
  sleep: Sleep;
  slept: number[];
  advance(ms: number): void;
} {
  let now = startMs;
  const slept: number[] = [];
  return {
    clock: () => now,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
    slept,
    advance(ms) {
      now += ms;
    },
  };
}
