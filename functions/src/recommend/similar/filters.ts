import type { Popularity } from '@playkin/shared/api.ts';
import { UNKNOWN_RATING, UNKNOWN_YEAR } from '@playkin/shared/release.ts';
import { type BitSet, bitSet, bitsWhere, intersect } from '../../arrays/bit-set.ts';
import type { Release } from '../release/release.ts';

/** What results must be; absent or empty: anything. */
export interface Filters {
  /** Of each list at least one tag. */
  tags: readonly (readonly number[])[];
  /** Inclusive. A game whose year is unknown passes neither bound. */
  from?: number | undefined;
  to?: number | undefined;
  popularity?: Popularity | undefined;
}

/** A hidden gem is rated as well as this, of 100, where it is rated at all. */
const GEM_RATING = 70;

const isGem = (rating: number) => rating === UNKNOWN_RATING || rating >= GEM_RATING;

export const isFilterless = ({ tags, from, to, popularity }: Filters): boolean =>
  tags.every(({ length }) => length === 0) && [from, to, popularity].every((bound) => bound === undefined);

/**
 * The canonical games that are recommended at all, may be shown and pass all filters. Remembered by the release for the sets asked
 * for last: people ask for few combinations.
 *
 * @param adult whether adult games may be shown
 */
export function passing(release: Release, filters: Filters, adult: boolean): BitSet {
  const { tags, from, to, popularity } = filters;
  const key = JSON.stringify([tags, from, to, popularity, adult]);
  const known = release.passing.get(key);
  if (known !== undefined) return known;
  const { games, canonicalCount, fame } = release;
  const words = bitsWhere(
    canonicalCount,
    (game) => games.recommended[game] === 1 && (adult || games.adult[game] === 0),
  );
  for (const oneOf of tags) if (oneOf.length > 0) intersect(words, taggedAny(release, oneOf));
  if (from !== undefined || to !== undefined) {
    const [first, last] = [from ?? -Infinity, to ?? Infinity];
    const isOf = (year: number) => year !== UNKNOWN_YEAR && year >= first && year <= last;
    intersect(
      words,
      bitsWhere(canonicalCount, (game) => isOf(games.year[game] ?? UNKNOWN_YEAR)),
    );
  }
  if (popularity !== undefined) {
    const isSo = (ratings: number, rating: number) =>
      popularity === 'famous' ? ratings >= fame.famous : ratings <= fame.hidden && isGem(rating);
    intersect(
      words,
      bitsWhere(canonicalCount, (game) => isSo(games.ratings[game] ?? 0, games.rating[game] ?? 0)),
    );
  }
  const set = bitSet(words);
  release.passing.set(key, set);
  return set;
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
