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
