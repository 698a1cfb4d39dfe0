import { setImmediate } from 'node:timers/promises';
import type { StringColumn } from '@playkin/shared/columns.ts';
import { at, type Rows } from '../../arrays/rows.ts';
import { acronymsOf } from './acronyms.ts';
import { isAddOn } from './add-ons.ts';
import { compoundSplitter } from './compounds.ts';
import { articlesOf, type Titles } from './tier.ts';
import { type Stretches, stretchesOf } from './stretches.ts';
import { letterSets, numeralsOf } from './typos.ts';
import { titleParts } from './words.ts';
import { findWord, type WordIndex, wordIndexBuilder } from './word-index.ts';
import { ARTICLES } from './articles.ts';

/** Titles are numbered: first each game's own name, by game, then the aliases. */
export interface SearchIndex extends Titles {
  acronyms: WordIndex;
  /** For each word of `titles`, see {@link letterSets}. */
  letters: Uint32Array;
  stretches: Stretches;
  /** Word of `titles` → its digits, where it is a Roman numeral of several letters. */
  numerals: ReadonlyMap<number, Uint16Array>;
  /** Titles without a letter or digit: "???". */
  wordless: Uint32Array;
  /** Words of `titles` that an acronym of the title may do without. */
  unabbreviated: ReadonlySet<number>;
  /** Game → 1 where its type or name says that it only adds to another game. */
  addOns: Uint8Array;
  gameCount: number;
  /** What tells games of one name apart. */
  games: SearchedGames;
  platforms: Platforms;
  /** Games by how many rated them, most first: the first few. */
  mostRated: Uint32Array;
  aliases: Aliases;
  /** How well known each game is, in bits: log2(1 + ratings). An edition is as well known as its canonical game, a mod is not. */
  fame: Float32Array;
  /** For one query at a time to count in; each leaves it all zero. */
  scratch: SearchScratch;
}

/** `met`: one for each title; the others: one for each game. */
export interface SearchScratch {
  met: Uint8Array;
  /** Points of the game's best match, not counting its fame. */
  points: Float32Array;
  /** Its tier: index in TIERS + 1. */
  tier: Uint8Array;
  /** Its title + 1. */
  title: Uint32Array;
}

/** By game. */
export interface Aliases {
  game: Uint32Array;
  alias: StringColumn;
  /** Index in LANGUAGES. */
  language: Uint8Array;
}

/** One element a game each. */
export interface SearchedGames {
  /** The game that it folds onto, or itself. */
  canonical: Uint32Array;
  ratings: Uint32Array;
  name: StringColumn;
  /** Of first release; UNKNOWN_YEAR where it is not known. */
  year: Int16Array;
  /** IGDB's game type. */
  type: Uint8Array;
  tags: Rows;
}

/** What the numbers in a game's tags stand for. */
export interface Platforms {
  /** Index in TAG_KINDS. */
  kind: Uint8Array;
  name: StringColumn;
}

export interface SearchSources {
  games: SearchedGames;
  tags: Platforms;
  aliases: Aliases;
  /** Canonical game → the games that fold onto it, itself included. */
  editions: Rows;
  mostRated: Uint32Array;
}

/** Titles between two pauses, in which waiting requests get their turn: some 20 ms of work. */
const TITLES_AT_ONCE = 5_000;

/** IGDB's types of what others made of a game: mod and fork. Nobody knows them for their game's sake. */
const BY_OTHERS: ReadonlySet<number> = new Set([5, 12]);

const fameOf = ({
  canonical,
  ratings,
  type,
}: Pick<SearchedGames, 'canonical' | 'ratings' | 'type'>): Float32Array =>
  Float32Array.from(ratings, (own, game) => {
    const shared = BY_OTHERS.has(at(type, game)) ? 0 : at(ratings, at(canonical, game));
    return Math.log2(1 + Math.max(own, shared));
  });

/** Some thirty ratings: nobody abbreviates what nobody knows. */
export const LEAST_ABBREVIATED_FAME = 5;

/** Words that an acronym of the title may do without. */
const UNABBREVIATED = [...ARTICLES, 'and', 'part', 'episode', 'vol', 'volume', 'chapter'];

/** As many words as a title's part starts have bits. */
const MARKED_WORDS = 16;

function partStartsOf(parts: readonly (readonly string[])[]): number {
  let bits = 0;
  let word = 0;
  for (const part of parts) {
    if (word < MARKED_WORDS) bits |= 1 << word;
    word += part.length;
  }
  return bits;
}

/** What is known of titles from their words alone. A release holds it, so that nobody splits titles into words to load one. */
export interface TitleIndex {
  titles: WordIndex;
  acronyms: WordIndex;
  partStarts: Uint16Array;
  wordless: Uint32Array;
  addOns: Uint8Array;
}

/** Indexes every name and alias by its words and its acronyms. */
export async function indexTitles(
  sources: Pick<SearchSources, 'aliases' | 'editions'> & {
    games: Pick<SearchedGames, 'canonical' | 'ratings' | 'name' | 'type'>;
  },
): Promise<TitleIndex> {
  const { games, aliases, editions } = sources;
  const gameCount = games.canonical.length;
  const titleCount = gameCount + aliases.game.length;
  const titles = wordIndexBuilder();
  const acronyms = wordIndexBuilder();
  const partStarts = new Uint16Array(titleCount);
  const wordless: number[] = [];
  const addOns = new Uint8Array(gameCount);
  const fame = fameOf(games);
  const splitCompound = compoundSplitter(games.name);

  for (let title = 0; title < titleCount; title++) {
    if (title % TITLES_AT_ONCE === 0) await setImmediate();
    const name = title < gameCount ? games.name.at(title) : aliases.alias.at(title - gameCount);
    const parts = titleParts(name);
    titles.add(parts.flat());
    const game = title < gameCount ? title : at(aliases.game, title - gameCount);
    acronyms.add(acronymsOf(parts, at(fame, game) < LEAST_ABBREVIATED_FAME ? undefined : splitCompound));
    partStarts[title] = partStartsOf(parts);
    if (parts.length === 0) wordless.push(title);
    if (title < gameCount) {
      addOns[title] = isAddOn(parts, games.type[title] ?? 0, games.ratings[title] ?? 0) ? 1 : 0;
      continue;
    }
    // An alias that repeats the name of an edition would pass an edition's own name off as the main game's.
    const canonical = at(games.canonical, at(aliases.game, title - gameCount));
    const same = editions.values.subarray(at(editions.start, canonical), at(editions.start, canonical + 1));
    if (same.some((game) => titles.lastEquals(game))) {
      titles.clearLast();
      acronyms.clearLast();
    }
  }
  await setImmediate();
  const titleIndex = titles.build();
  await setImmediate();
  return {
    titles: titleIndex,
    acronyms: acronyms.build(),
    partStarts,
    wordless: Uint32Array.from(wordless),
    addOns,
  };
}

/** Derives from the titles' words what a search needs besides. */
export async function searchIndexOf(titleIndex: TitleIndex, sources: SearchSources): Promise<SearchIndex> {
  const { titles, partStarts } = titleIndex;
  const { games, aliases, mostRated, tags } = sources;
  const gameCount = games.canonical.length;
  const letters = letterSets(titles);
  await setImmediate();
  const numerals = numeralsOf(titles);
  const articles = articlesOf(titles);
  await setImmediate();
  const stretches = await stretchesOf({ titles, articles, partStarts, numerals }, letters, setImmediate);
  await setImmediate();
  return {
    ...titleIndex,
    letters,
    numerals,
    stretches,
    articles,
    unabbreviated: new Set(UNABBREVIATED.flatMap((word) => findWord(titles, word) ?? [])),
    gameCount,
    games,
    platforms: tags,
    mostRated,
    aliases,
    fame: fameOf(games),
    scratch: {
      met: new Uint8Array(partStarts.length),
      points: new Float32Array(gameCount),
      tier: new Uint8Array(gameCount),
      title: new Uint32Array(gameCount),
    },
  };
}

/** The game that a title names. */
export const gameOfTitle = ({ gameCount, aliases }: SearchIndex, title: number): number =>
  title < gameCount ? title : at(aliases.game, title - gameCount);

/** The title as written. */
export const textOfTitle = ({ gameCount, games, aliases }: SearchIndex, title: number): string =>
  title < gameCount ? games.name.at(title) : aliases.alias.at(title - gameCount);

/** The title as written; `undefined` for a game's own name. */
export const aliasOfTitle = ({ gameCount, aliases }: SearchIndex, title: number): string | undefined =>
  title < gameCount ? undefined : aliases.alias.at(title - gameCount);
