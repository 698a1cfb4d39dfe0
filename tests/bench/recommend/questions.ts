import type { Release } from '@playkin/functions/src/recommend/release/release.ts';

/** So many of the most rated games are what people ask for. */
const WELL_KNOWN = 5_000;
const FILTERS = [
  'genre=platform&from=2010',
  'platform=nintendo-switch',
  'genre=role-playing-rpg&platform=pc-microsoft-windows',
  'mode=co-operative&from=2015',
  'theme=horror',
  'popularity=hidden',
  'popularity=famous&to=2005',
  'perspective=side-view&theme=fantasy&from=2000&to=2020',
] as const;
const LEAST_TYPED = 3;

/** A path to ask for, drawn at random. */
export type Question = (random: () => number) => string;

/**
 * Plain questions are about any game; those that take more work are about well-known ones, of which more is known, so that they
 * take more of it than the mean. A search is the beginning of a well-known title, as far as somebody has typed it.
 */
export function questionsOf({ games, canonicalCount }: Release): Record<string, Question> {
  const known = [...games.ratings.subarray(0, canonicalCount).keys()]
    .sort((a, b) => (games.ratings[b] ?? 0) - (games.ratings[a] ?? 0))
    .slice(0, WELL_KNOWN);
  const one = <T>(list: ArrayLike<T>, random: () => number) => list[Math.floor(random() * list.length)];
  const knownId = (random: () => number) => games.id[one(known, random) ?? 0];
  return {
    plain: (random) => `/api/recommend?like=${games.id[Math.floor(random() * canonicalCount)]}`,
    repeated: () => '/api/recommend?like=hollow-knight',
    filtered: (random) => `/api/recommend?like=${knownId(random)}&${one(FILTERS, random)}`,
    severalSeeds: (random) => {
      const [a, b, c] = distinct(() => knownId(random));
      return `/api/recommend?like=${a},${b}&unlike=${c}&limit=50`;
    },
    search: (random) => {
      const name = [...games.name.at(one(known, random) ?? 0)];
      const typed = LEAST_TYPED + Math.floor(random() * Math.max(1, name.length - LEAST_TYPED + 1));
      return `/api/search?q=${encodeURIComponent(name.slice(0, typed).join(''))}`;
    },
  };
}

function distinct(draw: () => number | undefined): (number | undefined)[] {
  const drawn = new Set<number | undefined>();
  while (drawn.size < 3) drawn.add(draw());
  return [...drawn];
}
