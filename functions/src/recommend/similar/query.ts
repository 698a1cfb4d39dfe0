import type { Filters } from './filters.ts';
import type { Wishes } from './profile.ts';

export interface SimilarQuery extends Wishes {
  filters: Filters;
  /** -1 (hidden) to 1 (famous). Without it the order is that of rerank.ts, or that of 1 where no game is liked. */
  popularity?: number | undefined;
  /** 0 to 1, see variety.ts. */
  variety?: number;
  /** Whether the results are the games whose own neighbours the liked one is among. */
  reverse?: boolean;
  /** Whether adult games may be results; they may not unless it says so. */
  adult?: boolean;
  /** Whether a list may hold any number of games of a series; see compose.ts for how many otherwise. */
  allOfSeries?: boolean;
  /** How many games of the list come before the results; default: 0. */
  offset?: number;
  limit: number;
}

export interface Similar {
  /** Canonical game. */
  game: number;
  /** The cosine: at most 1, and above 0 unless the game is listed for its filters alone. */
  score: number;
  /** What the list is ordered by, 0 to 1. It never rises down the list. */
  match: number;
}

/** Canonical games that a query names; they are no results. */
export const seedsOf = ({ like, unlike }: Pick<Wishes, 'like' | 'unlike'>): number[] => [...like, ...unlike];
