import type { Reason } from '@playkin/shared/api.ts';

/** A reason with what it takes to join it with others and to choose among them. */
export interface Trait extends Reason {
  /** Index of its kind in FEATURE_KINDS. */
  rank: number;
  /** ln(1 + games / games that have it): how much it tells games apart. */
  idf: number;
}
