import type { Popularity } from '@playkin/shared/api.ts';
import { UNKNOWN_RATING, UNKNOWN_YEAR } from '@playkin/shared/release.ts';
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

/** One for each canonical game: 1 = is recommended at all and passes all filters. */
export function passing(release: Release, filters: Filters): Uint8Array {
  const { canonicalCount, games, byTag, fame } = release;
  // A game's element counts the conditions it has met so far, and stops at the first it does not meet.
  const met = new Uint8Array(canonicalCount);
  let conditions = 0;
  for (const tags of filters.tags) {
    if (tags.length === 0) continue;
    for (const tag of tags) {
      for (let i = byTag.start[tag] ?? 0; i < (byTag.start[tag + 1] ?? 0); i++) {
        const game = byTag.values[i] ?? 0;
        if (met[game] === conditions) met[game] = conditions + 1;
      }
    }
    conditions++;
  }
  const { from = -Infinity, to = Infinity, popularity } = filters;
  const anyYear = filters.from === undefined && filters.to === undefined;
  for (let game = 0; game < canonicalCount; game++) {
    const year = games.year[game] ?? 0;
    const inYears = anyYear || (year !== UNKNOWN_YEAR && year >= from && year <= to);
    const ratings = games.ratings[game] ?? 0;
    const asPopular =
      popularity === undefined ||
      (popularity === 'famous'
        ? ratings >= fame.famous
        : ratings <= fame.hidden && isGem(games.rating[game] ?? 0));
    met[game] = met[game] === conditions && inYears && asPopular && games.recommended[game] === 1 ? 1 : 0;
  }
  return met;
}
