import type { StringColumn } from '@playkin/shared/columns.ts';
import type { FameBounds } from './fame.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { SlugTable } from './slug-table.ts';

/**
 * Rows of unequal length laid end to end: row r is `values[start[r] … start[r + 1] - 1]`, with its weights, where it
 * has any, at the same places.
 */
export interface Rows {
  start: Uint32Array;
  values: Uint32Array;
}
export interface WeightedRows extends Rows {
  weights: Uint16Array;
}

/** A published release as views on its files. Games, tags and features are numbers; see shared/src/release.ts. */
export interface Release {
  name: string;
  /** Canonical games are 0 … canonicalCount - 1, their editions go on to gameCount - 1. */
  canonicalCount: number;
  gameCount: number;
  games: Games;
  tags: { kind: Uint8Array; name: StringColumn; slug: StringColumn };
  features: { kind: Uint8Array; name: StringColumn };
  /** Canonical game → features. */
  vectors: WeightedRows;
  /** Feature → canonical games, in ascending order. */
  byFeature: WeightedRows;
  /** Tag → canonical games, in ascending order. */
  byTag: Rows;
  /** Canonical game → the games that fold onto it, itself included and first. */
  editions: Rows;
  /** NEIGHBORS for each canonical game, in the order of a list. */
  neighbors: Uint32Array;
  slugs: SlugTable;
  search: SearchIndex;
  fame: FameBounds;
  /** Canonical games by how many rated them, most first: the first few. */
  mostRated: Uint32Array;
  /** For one query at a time to add up in; each leaves it as it found it, all zero. */
  scratch: Int32Array;
}

export interface Games {
  id: Uint32Array;
  canonical: Uint32Array;
  /** Canonical game: equal for all games that are one to a player, which a list holds once. */
  family: Uint32Array;
  /** 1, or 0 for what is found by search alone: editions, add-ons, cancelled games and the like. */
  recommended: Uint8Array;
  year: Int16Array;
  rating: Uint8Array;
  ratings: Uint32Array;
  /** 0 = not known to anybody, to 1, in units of 1 / WEIGHT_SCALE. */
  renown: Uint16Array;
  type: Uint8Array;
  name: StringColumn;
  slug: StringColumn;
  cover: StringColumn;
  tags: Rows;
  /** Bytes of summaries.bin; one element more than there are games. */
  summaryStart: Uint32Array;
}
