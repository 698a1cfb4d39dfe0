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

export function createPace(): Pace {
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
