import type { LRUCache } from 'lru-cache';
import type { BitSet } from '../../arrays/bit-set.ts';
import type { Rows, WeightedRows } from '../../arrays/rows.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { FameBounds } from './fame.ts';
import type { SlugTable } from './slug-table.ts';
import type { ReleaseViews } from './views.ts';

/** A published release as views on its files. Games, tags and features are numbers; see shared/src/release.ts. */
export interface Release extends Omit<ReleaseViews, 'aliases' | 'slugs' | 'titles'> {
  name: string;
  /** Canonical games are 0 … canonicalCount - 1, their editions go on to gameCount - 1. */
  canonicalCount: number;
  gameCount: number;
  /** Feature → canonical games, in ascending order. */
  byFeature: WeightedRows;
  /** Canonical games that are adult ones, ascending, and `byFeature` with only these. */
  adultGames: { games: Uint32Array; byFeature: WeightedRows };
  /** Tag → canonical games, in ascending order. */
  byTag: Rows;
  /** Canonical game → the games that fold onto it, itself included and first. */
  editions: Rows;
  slugs: SlugTable;
  search: SearchIndex;
  fame: FameBounds;
  /** Sets of games that queries were narrowed to, by what narrowed them; see similar/filters.ts. */
  passing: LRUCache<string, BitSet>;
  /** For one query at a time; each leaves it as it found it, all zero. */
  scratch: Scratch;
}

export interface Scratch {
  /** To add up in, for each canonical game. */
  sums: Int32Array;
  /** A profile, by feature. */
  weightOf: Int32Array;
}
