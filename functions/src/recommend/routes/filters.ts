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
import { countIn, countMatched, strangersIn } from '../similar/matched.ts';
import { filtersOf, wishesOf } from './question.ts';
import { readQuery } from './read-query.ts';
import { CACHED, type Route, urlOf } from './route.ts';
import { choicesOf, type TagChoice } from './tag-filters.ts';

/** First and last year of a game of the set; 0 and 0 when no year is known. */
function yearSpan({ games }: Release, set: BitSet): FiltersAnswer['years'] {
  const span = { from: Infinity, to: UNKNOWN_YEAR };
  eachIn(set, (game) => {
    const year = games.year[game] ?? UNKNOWN_YEAR;
    if (year === UNKNOWN_YEAR) return;
    span.from = Math.min(span.from, year);
    span.to = Math.max(span.to, year);
  });
  return span.to === UNKNOWN_YEAR ? { from: 0, to: 0 } : span;
}

/** How many games of the set have one of the tags. */
function countTagged({ byTag, canonicalCount }: Release, { tags }: TagChoice, set: BitSet): number {
  // Only a family of platforms has several tags, and games twice.
  const seen = tags.length > 1 ? new Uint8Array(canonicalCount) : undefined;
  let count = 0;
  for (const tag of tags) {
    const end = at(byTag.start, tag + 1);
    for (let i = at(byTag.start, tag); i < end; i++) {
      const game = byTag.values[i] ?? 0;
      if (!isIn(set, game) || seen?.[game] === 1) continue;
      if (seen) seen[game] = 1;
      count++;
    }
  }
  return count;
}

function countTypes({ games }: Release, set: BitSet): Map<number, number> {
  const counts = new Map<number, number>();
  eachIn(set, (game) => {
    const type = games.type[game] ?? 0;
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
      const passesBut = (filter: FilterName) =>
        strangersIn(release, passing(release, withoutFilter(filters, filter), adult), relatives);
      const optionsOf = (choices: readonly TagChoice[], filter: FilterName) => {
        const passes = passesBut(filter);
        return choices.map((choice) => ({
          slug: choice.slug,
          name: choice.name,
          games: countTagged(release, choice, passes),
        }));
      };
      const types = countTypes(release, passesBut('type'));
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
        years: yearSpan(release, passing(release, { tags: [] }, adult)),
        matched: countMatched(release, { filters, adult, relatives }),
        withheld: adult ? 0 : countIn(release, adultGames, withThem, relatives),
      };
    },
  };
};
