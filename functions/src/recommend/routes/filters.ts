import type { FilterOption, FiltersAnswer } from '@playkin/shared/api.ts';
import {
  type FilterName,
  GAME_TYPES,
  type GameType,
  PARAMETERS,
  TAG_FILTERS,
} from '@playkin/shared/parameters.ts';
import { formatQuery } from '@playkin/shared/query.ts';
import { UNKNOWN_YEAR } from '@playkin/shared/release.ts';
import { type BitSet, eachIn, isIn } from '../../arrays/bit-set.ts';
import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';
import { familiesOf } from '../similar/compose.ts';
import { passing, withoutFilter } from '../similar/filters.ts';
import { countIn, countMatched } from '../similar/matched.ts';
import { filtersOf, wishesOf } from './question.ts';
import { readQuery } from './read-query.ts';
import { CACHED, type Route, urlOf } from './route.ts';
import { choicesOf, type TagChoice } from './tag-filters.ts';

/** First and last year of a game that a list can hold; 0 and 0 when no year is known. */
function yearSpan(release: Release, adult: boolean): FiltersAnswer['years'] {
  const isListed = passing(release, { tags: [] }, adult);
  const years = release.games.year
    .subarray(0, release.canonicalCount)
    .filter((year, game) => year !== UNKNOWN_YEAR && isIn(isListed, game));
  const span = { from: at(years, 0), to: at(years, 0) };
  for (const year of years) {
    span.from = Math.min(span.from, year);
    span.to = Math.max(span.to, year);
  }
  return span;
}

/** How many games have one of the tags, are in the set and of none of the families. */
function countTagged(release: Release, { tags }: TagChoice, passes: BitSet, relatives: ReadonlySet<number>) {
  const { byTag } = release;
  const rows = tags.map((tag) => byTag.values.subarray(at(byTag.start, tag), at(byTag.start, tag + 1)));
  const [only] = rows;
  // Only a family of platforms can have a game twice.
  const games = only !== undefined && rows.length === 1 ? only : new Set(rows.flatMap((row) => [...row]));
  return countIn(release, games, passes, relatives);
}

function countTypes(release: Release, passes: BitSet, relatives: ReadonlySet<number>): Map<number, number> {
  const { games } = release;
  const counts = new Map<number, number>();
  eachIn(passes, (game) => {
    if (relatives.has(at(games.family, game))) return;
    const type = at(games.type, game);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  });
  return counts;
}

/** Commonest first, then by name. What no game has is left out unless it is chosen. */
function sorted(options: readonly FilterOption[], chosen: readonly string[]): FilterOption[] {
  return options
    .filter(({ slug, games }) => games > 0 || chosen.includes(slug))
    .sort((a, b) => b.games - a.games || (a.name < b.name ? -1 : 1));
}

const TYPE_NAMES: Record<GameType, string> = {
  main: 'Main game',
  bundle: 'Bundle',
  'standalone-expansion': 'Standalone expansion',
  episode: 'Episode',
  remake: 'Remake',
  remaster: 'Remaster',
  expanded: 'Expanded game',
  port: 'Port',
  fork: 'Fork',
};

/** GET /api/filters */
export const filtersRoute: Route = (params) => {
  const query = readQuery('filters', params);
  const adult = query.adult === 'include';
  return {
    url: urlOf('/api/filters', formatQuery('filters', query)),
    cacheControl: CACHED,
    answer: ({ release }) => {
      const { like, unlike } = wishesOf(release, query);
      const filters = filtersOf(release, query);
      const relatives = familiesOf(release, [...like, ...unlike]);
      // What a filter could be set to counts with all others, whatever it is set to itself.
      const passesBut = (filter: FilterName) => passing(release, withoutFilter(filters, filter), adult);
      const optionsOf = (choices: readonly TagChoice[], filter: FilterName) => {
        const passes = passesBut(filter);
        return choices.map((choice) => ({
          slug: choice.slug,
          name: choice.name,
          games: countTagged(release, choice, passes, relatives),
        }));
      };
      const types = countTypes(release, passesBut('type'), relatives);
      const typeOptions = (Object.keys(GAME_TYPES) as GameType[]).map((slug) => ({
        slug,
        name: TYPE_NAMES[slug],
        games: types.get(GAME_TYPES[slug]) ?? 0,
      }));
      const { games: adultGames } = release.adultGames;
      const withThem = passing(release, filters, true);
      return {
        ...Object.fromEntries(
          TAG_FILTERS.map((name) => [
            PARAMETERS[name].plural,
            sorted(optionsOf(choicesOf(release, name).tags, name), query[name]),
          ]),
        ),
        platformFamilies: optionsOf(choicesOf(release, 'platform').families, 'platform').filter(
          ({ slug, games }) => games > 0 || query.platform.includes(slug),
        ),
        types: sorted(typeOptions, query.type),
        years: yearSpan(release, adult),
        matched: countMatched(release, { filters, adult, relatives }),
        withheld: adult ? 0 : countIn(release, adultGames, withThem, relatives),
      };
    },
  };
};
