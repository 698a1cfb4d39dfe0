import type { FilterOption, FiltersAnswer } from '@playkin/shared/api.ts';
import { fold } from '@playkin/shared/fold.ts';
import { quoted } from '@playkin/shared/parameter-kinds.ts';
import { PARAMETERS, TAG_FILTERS, type TagFilterName } from '@playkin/shared/parameters.ts';
import { formatQuery } from '@playkin/shared/query.ts';
import { TAG_KINDS, UNKNOWN_YEAR } from '@playkin/shared/release.ts';
import { isIn } from '../../arrays/bit-set.ts';
import { at } from '../../arrays/rows.ts';
import { ProblemError } from '../../problem.ts';
import type { Release } from '../release/release.ts';
import { passing } from '../similar/filters.ts';
import { readQuery } from './read-query.ts';
import { CACHED, type Route, urlOf } from './route.ts';
import { didYouMean, nearOptions } from './suggestions.ts';

/** Tags of the filter's kind; a few hundred among hundreds of thousands, which stand in no order. */
function tagsOf({ tags }: Release, filter: TagFilterName): number[] {
  const wanted = TAG_KINDS.indexOf(PARAMETERS[filter].tag);
  const found: number[] = [];
  for (let tag = 0; tag < tags.kind.length; tag++) if (tags.kind[tag] === wanted) found.push(tag);
  return found;
}

/** The genre, platform or other tag of that slug or name, however it is spelled. @throws {@link ProblemError} 400 */
export function tagOf(release: Release, filter: TagFilterName, slugOrName: string): number {
  const slug = slugOrName.toLowerCase();
  const name = fold(slugOrName);
  const tags = tagsOf(release, filter);
  const found =
    tags.find((tag) => release.tags.slug.at(tag) === slug) ??
    tags.find((tag) => fold(release.tags.name.at(tag)) === name);
  if (found !== undefined) return found;
  const detail = `${filter}: expected a slug or name listed by /api/filters, found ${quoted(slugOrName)}.`;
  throw new ProblemError(
    400,
    detail + didYouMean(nearOptions(filterOptions(release, filter, false), slugOrName)),
    filter,
  );
}

/** Whether a list can hold the game. A filter that counts others too leads to an empty list. */
function listed(release: Release, adult: boolean): (game: number) => boolean {
  const games = passing(release, { tags: [] }, adult);
  return (game) => isIn(games, game);
}

/** What the filter can be set to, commonest first, then by name. Tags of none of the counted games are left out. */
function filterOptions(release: Release, filter: TagFilterName, adult: boolean): FilterOption[] {
  const { byTag, tags } = release;
  const isListed = listed(release, adult);
  const countOf = (tag: number) =>
    byTag.values.subarray(at(byTag.start, tag), at(byTag.start, tag + 1)).filter(isListed).length;
  return tagsOf(release, filter)
    .map((tag) => ({ slug: tags.slug.at(tag), name: tags.name.at(tag), games: countOf(tag) }))
    .filter(({ games }) => games > 0)
    .sort((a, b) => b.games - a.games || (a.name < b.name ? -1 : 1));
}

/** First and last year of a game that a list can hold; 0 and 0 when no year is known. */
function yearSpan(release: Release, adult: boolean): FiltersAnswer['years'] {
  const isListed = listed(release, adult);
  const years = release.games.year
    .subarray(0, release.canonicalCount)
    .filter((year, game) => year !== UNKNOWN_YEAR && isListed(game));
  const span = { from: at(years, 0), to: at(years, 0) };
  for (const year of years) {
    span.from = Math.min(span.from, year);
    span.to = Math.max(span.to, year);
  }
  return span;
}

/** GET /api/filters */
export const filtersRoute: Route = (params) => {
  const query = readQuery('filters', params);
  const adult = query.adult === 'include';
  return {
    url: urlOf('/api/filters', formatQuery('filters', query)),
    cacheControl: CACHED,
    answer: ({ release }) => ({
      ...Object.fromEntries(
        TAG_FILTERS.map((name) => [PARAMETERS[name].plural, filterOptions(release, name, adult)]),
      ),
      years: yearSpan(release, adult),
      withheld: adult ? 0 : release.adultGames.games.length,
    }),
  };
};
