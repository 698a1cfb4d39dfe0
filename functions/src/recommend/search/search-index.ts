import { setImmediate } from 'node:timers/promises';
import type { StringColumn } from '@playkin/shared/columns.ts';
import { arabic, foldWords } from '@playkin/shared/fold.ts';
import { at, type Rows } from '../../arrays/rows.ts';
import { acronymsOf } from './acronyms.ts';
import { articlesOf } from './tier.ts';
import { letterSets } from './typos.ts';
import { type WordIndex, wordIndexBuilder } from './word-index.ts';

/** Titles are numbered: first each game's own name, by game, then the aliases. */
export interface SearchIndex {
  titles: WordIndex;
  acronyms: WordIndex;
  /** For each word of `titles`, see {@link letterSets}. */
  letters: Uint32Array;
  gameCount: number;
  /** Game → the game it folds onto, or itself. */
  canonical: Uint32Array;
  /** Games by how many rated them, most first: the first few. */
  mostRated: Uint32Array;
  aliases: Aliases;
  /** See {@link articlesOf}. */
  articles: ReadonlySet<number>;
  /** How well known each game is, in bits: log2(1 + ratings). An edition is as well known as its canonical game. */
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

export interface Aliases {
  game: Uint32Array;
  alias: StringColumn;
}

interface Sources {
  /** One element a game each. */
  games: { canonical: Uint32Array; ratings: Uint32Array; name: StringColumn };
  aliases: Aliases;
  /** Canonical game → the games that fold onto it, itself included. */
  editions: Rows;
  mostRated: Uint32Array;
}

/** Titles between two pauses, in which waiting requests get their turn: some 20 ms of work. */
const TITLES_AT_ONCE = 5_000;

function fameOf({ games }: Sources): Float32Array {
  return Float32Array.from(games.ratings, (ratings, game) =>
    Math.log2(1 + Math.max(ratings, at(games.ratings, at(games.canonical, game)))),
  );
}

/** Indexes every name and alias by its words and its acronyms. */
export async function buildSearchIndex(sources: Sources): Promise<SearchIndex> {
  const { games, aliases, editions, mostRated } = sources;
  const gameCount = games.canonical.length;
  const titleCount = gameCount + aliases.game.length;
  const titles = wordIndexBuilder();
  const acronyms = wordIndexBuilder();

  for (let title = 0; title < titleCount; title++) {
    if (title % TITLES_AT_ONCE === 0) await setImmediate();
    const name = title < gameCount ? games.name.at(title) : aliases.alias.at(title - gameCount);
    titles.add(foldWords(name).map(arabic));
    acronyms.add(acronymsOf(name));
    if (title < gameCount) continue;
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
    letters: letterSets(titleIndex),
    articles: articlesOf(titleIndex),
    gameCount,
    canonical: games.canonical,
    mostRated,
    aliases,
    fame: fameOf(sources),
    scratch: {
      met: new Uint8Array(titleCount),
      points: new Float32Array(gameCount),
      tier: new Uint8Array(gameCount),
      title: new Uint32Array(gameCount),
    },
  };
}

/** The game that a title names. */
export const gameOfTitle = ({ gameCount, aliases }: SearchIndex, title: number): number =>
  title < gameCount ? title : at(aliases.game, title - gameCount);

/** The title as written; `undefined` for a game's own name. */
export const aliasOfTitle = ({ gameCount, aliases }: SearchIndex, title: number): string | undefined =>
  title < gameCount ? undefined : aliases.alias.at(title - gameCount);
