import type { Clock } from '../clock.ts';

/**
 * Who has waited so long is told to come back instead: an answer is of no use to somebody who has given up, and those behind would
 * wait longer still.
 */
const LONGEST_WAIT_MS = 300;
/** Requests that may wait for storage at once. Cloud Run sends no more than the service's concurrency, which is less. */
const MOST_WAITING = 200;

export interface LoadShedding {
  /** Whether the request that has just come is to be refused. */
  isOver(): boolean;
  /** Counts a request that waits for something until the returned function is called. */
  enter(): () => void;
}

/**
 * Node hears all requests that have come one after the other, before it turns to anything else. So a request has waited about as long
 * as this turn has lasted: those that came while others were answered are refused once that took longer than {@link LONGEST_WAIT_MS}.
 *
 * @param atEndOfTurn calls back when all requests that have come are heard
 */
export function loadShedding(clock: Clock, atEndOfTurn: (callback: () => void) => void): LoadShedding {
  let turnBegan: number | undefined;
  let waiting = 0;
  return {
    isOver() {
      if (turnBegan === undefined) {
        turnBegan = clock();
        atEndOfTurn(() => {
          turnBegan = undefined;
        });
      }
      return waiting >= MOST_WAITING || clock() - turnBegan > LONGEST_WAIT_MS;
    },
    enter() {
      waiting++;
      return () => {
        waiting--;
      };
    },
  };
}
