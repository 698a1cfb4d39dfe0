import type { FilterName } from '@playkin/shared/parameters.ts';
import { TAG_FILTERS } from '@playkin/shared/parameters.ts';
import { UNKNOWN_RATING, UNKNOWN_YEAR } from '@playkin/shared/release.ts';
import { type BitSet, bitSet, bitsWhere, intersect } from '../../arrays/bit-set.ts';
import type { Release } from '../release/release.ts';

/** What results must be; absent or empty: anything. */
export interface Filters {
  /** Of each list at least one tag. The lists are those of TAG_FILTERS, in its order. */
  tags: readonly (readonly number[])[];
  /** Inclusive. A game whose year is unknown passes neither bound. */
  from?: number | undefined;
  to?: number | undefined;
  popularity?: 'famous' | 'hidden' | undefined;
  /** Least rating, 1–100. A game that nobody rated does not pass. */
  rating?: number | undefined;
  /** Least number of ratings. */
  ratings?: number | undefined;
  /** IGDB's game types, of which a result is one. */
  types?: readonly number[] | undefined;
  /** Games that are not released yet, instead of those that are. */
  coming?: boolean | undefined;
  /** Canonical games that are no results. */
  exclude?: readonly number[] | undefined;
}

/** A hidden gem is rated as well as this, of 100, where it is rated at all. */
const GEM_RATING = 70;
/** Values of `recommended` in a release. */
const RECOMMENDED = 1;
const COMING = 2;

const isGem = (rating: number) => rating === UNKNOWN_RATING || rating >= GEM_RATING;

/** The filters without one of them. */
export function withoutFilter(filters: Filters, filter: FilterName): Filters {
  const list = TAG_FILTERS.findIndex((name) => name === filter);
  if (list !== -1) return { ...filters, tags: filters.tags.map((tags, i) => (i === list ? [] : tags)) };
  const field = filter === 'type' ? 'types' : filter === 'status' ? 'coming' : filter;
  return { ...filters, [field]: undefined };
}

export const isFilterless = ({
  tags,
  types = [],
  exclude = [],
  coming = false,
  ...bounds
}: Filters): boolean =>
  !coming &&
  [types, exclude, ...tags].every(({ length }) => length === 0) &&
  Object.values(bounds).every((bound) => bound === undefined);

/** Beyond this many games to leave out, a set is not worth remembering: nobody else leaves out the same. */
const EXCLUDED_REMEMBERED = 3;

/**
 * The canonical games that are recommended at all, may be shown and pass all filters. Remembered by the release for the sets asked
 * for last: people ask for few combinations.
 *
 * @param adult whether adult games may be shown
 */
export function passing(release: Release, filters: Filters, adult: boolean): BitSet {
  const { exclude = [] } = filters;
  if (exclude.length > EXCLUDED_REMEMBERED) {
    const words = passing(release, { ...filters, exclude: [] }, adult).words.slice();
    return bitSet(without(words, exclude));
  }
  const { tags, from, to, popularity, rating, ratings, types = [], coming = false } = filters;
  const key = JSON.stringify([tags, from, to, popularity, rating, ratings, types, coming, exclude, adult]);
  const known = release.passing.get(key);
  if (known !== undefined) return known;
  const set = bitSet(without(passingWords(release, filters, adult), exclude));
  release.passing.set(key, set);
  return set;
}

function without(words: Uint32Array, games: readonly number[]): Uint32Array {
  for (const game of games) words[game >>> 5] = (words[game >>> 5] ?? 0) & ~(1 << (game & 31));
  return words;
}

function passingWords(release: Release, filters: Filters, adult: boolean): Uint32Array {
  const { tags, from, to, popularity, rating, ratings, types = [], coming = false } = filters;
  const { games, canonicalCount, fame } = release;
  const wanted = coming ? COMING : RECOMMENDED;
  const words = bitsWhere(
    canonicalCount,
    (game) => games.recommended[game] === wanted && (adult || games.adult[game] === 0),
  );
  const narrow = (passes: (game: number) => boolean) => intersect(words, bitsWhere(canonicalCount, passes));
  for (const oneOf of tags) if (oneOf.length > 0) intersect(words, taggedAny(release, oneOf));
  if (from !== undefined || to !== undefined) {
    const [first, last] = [from ?? -Infinity, to ?? Infinity];
    const isOf = (year: number) => year !== UNKNOWN_YEAR && year >= first && year <= last;
    narrow((game) => isOf(games.year[game] ?? UNKNOWN_YEAR));
  }
  if (popularity !== undefined) {
    const isSo = (rated: number, value: number) =>
      popularity === 'famous' ? rated >= fame.famous : rated <= fame.hidden && isGem(value);
    narrow((game) => isSo(games.ratings[game] ?? 0, games.rating[game] ?? 0));
  }
  if (rating !== undefined) {
    const isAsGood = (value: number) => value !== UNKNOWN_RATING && value >= rating;
    narrow((game) => isAsGood(games.rating[game] ?? UNKNOWN_RATING));
  }
  if (ratings !== undefined) narrow((game) => (games.ratings[game] ?? 0) >= ratings);
  if (types.length > 0) narrow((game) => types.includes(games.type[game] ?? 0));
  return words;
}

/** Games that have at least one of the tags. */
function taggedAny({ byTag, canonicalCount }: Release, tags: readonly number[]): Uint32Array {
  const words = new Uint32Array((canonicalCount + 31) >>> 5);
  for (const tag of tags) {
    for (let i = byTag.start[tag] ?? 0; i < (byTag.start[tag + 1] ?? 0); i++) {
      const game = byTag.values[i] ?? 0;
      words[game >>> 5] = (words[game >>> 5] ?? 0) | (1 << (game & 31));
    }
  }
  return words;
}
