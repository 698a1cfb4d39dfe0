import { TAG_KINDS, UNKNOWN_YEAR } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import { MAX_PLATFORM_WORDS, platformsCalled } from './platforms.ts';
import type { SearchIndex } from './search-index.ts';
import { withoutFiller, withoutLeadIn } from './phrases.ts';

/** How well a game fits what a word says beside its title, in points; `undefined` when it does not. */
export type Narrower = (index: SearchIndex, game: number) => number | undefined;

/** What may have been asked for: words of a title, and what tells its namesakes apart. */
export interface Asking {
  words: string[];
  narrowers: Narrower[];
  /** How much less likely it is than the words as typed. */
  points: number;
}

/** What was typed is more often a title than a title and something else. */
const NARROWED_POINTS = -1;
/** The title gives the year in two digits, or in four. */
const OTHER_YEAR_POINTS = -2;

/** Video games have been made since 1947, sold since 1971; titles look ahead. */
const YEAR = /^(?:19[5-9]\d|20[0-4]\d)$/;
const REMAKE = 8;
const REMASTER = 9;
const PORT = 11;
/** For the kind that was not asked for by name: who says remake may mean a remaster. */
const OTHER_KIND = -3;
/** Of two that are no remakes the older is the original; half as well known for every four years. */
const POINTS_PER_YEAR = 0.25;

const FIRST_YEAR = 1970;
/** A game of which nobody knows the year is more likely none of the first. */
const UNKNOWN_AGE = 50;

const released =
  (year: number): Narrower =>
  ({ games }, game) =>
    games.year[game] === year ? 0 : undefined;

const ofType =
  (type: number, other: number): Narrower =>
  ({ games }, game) => {
    const own = games.type[game];
    if (own === type) return 0;
    return own === other ? OTHER_KIND : undefined;
  };

const original: Narrower = ({ games }, game) => {
  const type = games.type[game] ?? 0;
  if (type === REMAKE || type === REMASTER || type === PORT) return undefined;
  const year = at(games.year, game);
  return -POINTS_PER_YEAR * (year === UNKNOWN_YEAR ? UNKNOWN_AGE : Math.max(0, year - FIRST_YEAR));
};

const PLATFORM = TAG_KINDS.indexOf('platform');

function onPlatform(names: readonly string[]): Narrower {
  let tags: Set<number> | undefined;
  return ({ games, platforms }, game) => {
    if (!tags) {
      tags = new Set();
      for (let tag = 0; tag < platforms.kind.length; tag++) {
        if (platforms.kind[tag] === PLATFORM && names.includes(platforms.name.at(tag))) tags.add(tag);
      }
    }
    for (let i = at(games.tags.start, game); i < at(games.tags.start, game + 1); i++) {
      if (tags.has(at(games.tags.values, i))) return 0;
    }
    return undefined;
  };
}

function narrowerOf(word: string): Narrower | undefined {
  if (YEAR.test(word)) return released(Number(word));
  if (word === 'remake' || word === 'reboot') return ofType(REMAKE, REMASTER);
  if (word === 'remaster' || word === 'remastered') return ofType(REMASTER, REMAKE);
  if (word === 'original') return original;
  const names = platformsCalled(word);
  return names && onPlatform(names);
}

/** "for pc", "on the switch", "hades from 2020" */
const LINKS = new Set(['for', 'on', 'the', 'from', 'of', 'version', 'port', 'edition']);

/** Takes one narrowing word or name of several words off the end, or off the beginning. */
function narrowedOnce({ words, narrowers, points }: Asking): Asking | undefined {
  for (let count = Math.min(MAX_PLATFORM_WORDS, words.length - 1); count > 0; count--) {
    const last = narrowerOf(words.slice(-count).join(' '));
    if (last) {
      const rest = words.slice(0, -count);
      while (rest.length > 1 && LINKS.has(rest.at(-1) ?? '') && rest.at(-1) !== 'the') rest.pop();
      return { words: rest, narrowers: [...narrowers, last], points };
    }
  }
  const first = narrowerOf(words[0] ?? '');
  if (first && words.length > 1) return { words: words.slice(1), narrowers: [...narrowers, first], points };
  return undefined;
}

const YEAR_OF_CENTURY = /^(?:20)?([0-3]\d)$/;

/** "f1 2023" is "F1 23", "fifa 18" may be "FIFA 2018". */
function withOtherYear(words: readonly string[]): string[] | undefined {
  const last = words.at(-1) ?? '';
  const year = YEAR_OF_CENTURY.exec(last)?.[1];
  if (year === undefined || words.length === 1) return undefined;
  return [...words.slice(0, -1), last.length === 2 ? `20${year}` : year];
}

/** Who says so means the game before the second, whose title has no number. */
const FIRST_OF_SERIES = new Set(['1', 'one']);

/**
 * What may have been asked for beside the words as a title: without a phrase such as "games like"; without each word that may
 * narrow: a year, a platform, "remake", "remaster", "original".
 */
export function* askingsOf(words: readonly string[]): Generator<Asking> {
  const bare = withoutLeadIn(words);
  let whole: Asking = { words: bare ?? [...words], narrowers: [], points: NARROWED_POINTS };
  if (bare) yield whole;
  const otherYear = withOtherYear(whole.words);
  if (otherYear) yield { words: otherYear, narrowers: [], points: OTHER_YEAR_POINTS };
  const unfilled = withoutFiller(whole.words);
  if (unfilled) yield (whole = { ...whole, words: unfilled });
  for (let next = narrowedOnce(whole); next; next = narrowedOnce(next)) {
    // "games like portal 2 for switch": the games are to be for it, not the one that is liked.
    if (bare) yield { ...next, narrowers: [], points: next.points + UNMET_POINTS };
    yield next;
  }
}

/** "portal 1" as "portal"; `undefined` where no number says that the first of a series is meant. */
export const firstOfSeries = (words: readonly string[]): string[] | undefined =>
  words.length > 1 && FIRST_OF_SERIES.has(words.at(-1) ?? '') ? words.slice(0, -1) : undefined;

/** No game of that name is of that year or on that platform: the name counts for more. */
const UNMET_POINTS = -2;

/** The same asked with one thing fewer that tells namesakes apart, one after the other, and at last with none. */
export function withFewerNarrowers({ words, narrowers, points }: Asking): Asking[] {
  const fewer = narrowers.length > 1 ? narrowers.map((_, i) => narrowers.toSpliced(i, 1)) : [];
  return [...fewer, ...(narrowers.length > 0 ? [[]] : [])].map((narrowers) => ({
    words,
    narrowers,
    points: points + UNMET_POINTS,
  }));
}
