import { arabic } from '@playkin/shared/fold.ts';
import { at } from '../../arrays/rows.ts';
import { top } from '../../arrays/top.ts';
import { acronymsOf } from './acronyms.ts';
import { addNearest, addTypos, forgivingTerms } from './forgiving.ts';
import { type LeftOut, type Matches, matchesIn } from './matches.ts';
import { type Asking, askingsOf, firstOfSeries, withFewerNarrowers } from './narrowing.ts';
import { spelledOut, withoutNamedEdition, withoutTail } from './phrases.ts';
import { acronymSpellings, listsOf, readings, termOf, termsIn } from './reading.ts';
import {
  aliasOfTitle,
  gameOfTitle,
  LEAST_ABBREVIATED_FAME,
  type SearchIndex,
  textOfTitle,
} from './search-index.ts';
import { hasWholePart, isDoubtful, mistakesInTitle, type Tier, tierOf } from './tier.ts';
import { titlesWithAll } from './titles-with-all.ts';
import { addWholeTitles } from './whole-titles.ts';
import { findWord, firstWord, titlesOfWord, wordCount } from './word-index.ts';
import { titleParts, titleWords } from './words.ts';

export interface Found {
  /** A canonical game, or an edition whose own title matched better. */
  game: number;
  /** What matched, where it was not the game's own name. */
  alias?: string;
}

/** A game whose whole title was typed comes no later than this, however unknown: there is no more to type. */
const EXACT_WITHIN = 3;
/** Words after these are left out: they would only cost time, because so many have told the title already. */
const MAX_WORDS = 16;
/** Words that were left out because no title has them. */
const WITHOUT_TAIL_POINTS = -2;
const JUST_AFTER = 1e-6;
/** Words in place of what was typed for them. */
const SPELLED_POINTS = -1;
/** Of whole titles the one that was typed with the same punctuation. */
const SAME_TEXT_POINTS = 1.5;

/** So many titles have what was typed that those of games nobody rated need not be looked at, unless it may be all of them. */
const CROWD = 3_000;
function isObscure(index: SearchIndex, title: number, words: number): boolean {
  if (index.fame[gameOfTitle(index, title)] !== 0) return false;
  const more = wordCount(index.titles, title) - words;
  return more > 1 || (more === 1 && !index.articles.has(firstWord(index.titles, title)));
}

/** Titles that contain what was typed, letter by letter. */
function addLiteral(index: SearchIndex, words: readonly string[], matches: Matches) {
  const { titles, articles, scratch } = index;
  for (const reading of readings(titles, words)) {
    const { terms, reread } = reading;
    const lists = terms.map((term) => listsOf(titles, term));
    const found = titlesWithAll(lists, scratch.met, termsIn(titles, terms));
    for (const title of found) {
      if (found.length > CROWD && isObscure(index, title, terms.length)) continue;
      const tier = tierOf(index, reading, title);
      if (!tier) continue;
      const allWords = tier === 'words' && wordCount(titles, title) === terms.length;
      matches.add(title, {
        tier,
        reread,
        allWords,
        mistakes: mistakesInTitle(titles, articles, terms, title),
      });
    }
  }
}

/** Titles for which one or more of the words are an acronym: "gta", "gta san andreas", "ff vii". */
function addAcronyms(index: SearchIndex, words: readonly string[], matches: Matches) {
  const { titles, acronyms, scratch } = index;
  const shortened = words.map((typed) =>
    acronymSpellings(typed).flatMap((spelling) => findWord(acronyms, spelling) ?? []),
  );
  if (shortened.every((found) => found.length === 0)) return;
  const terms = words.map((typed, i) => {
    const lists = (shortened[i] ?? []).map((acronym) => titlesOfWord(acronyms, acronym));
    // By itself, what a word begins has been found already.
    return words.length === 1 ? lists : [...lists, ...listsOf(titles, termOf(titles, typed))];
  });
  // Of two letters there are too many meanings.
  const letters = words.length === 1 ? unitsOf(words[0] ?? '') : 0;
  for (const title of titlesWithAll(terms, scratch.met)) {
    matches.add(title, {
      tier: 'acronym',
      allWords: letters >= LEAST_ACRONYM && letters >= abbreviatedWords(index, title),
    });
  }
}

/** How many words an acronym stands for: a number of several digits is one. */
const unitsOf = (acronym: string) => acronym.replace(/\d+/g, '0').length;

/** How many words of the title, up to its subtitle, an acronym of it stands for at least. */
function abbreviatedWords({ titles, partStarts, unabbreviated }: SearchIndex, title: number): number {
  const { start, values } = titles.words;
  const from = at(start, title);
  let count = 0;
  for (let i = from; i < at(start, title + 1); i++) {
    if (i > from && ((at(partStarts, title) >> (i - from)) & 1) === 1) break;
    if (!unabbreviated.has(at(values, i))) count++;
  }
  return count;
}

const LEAST_ACRONYM = 3;

const isNumeral = (word: string) => /^\d/.test(arabic(word));

/** "wow classic" as "world of warcraft classic": the acronym as the best-known game's title spells it. */
function spelledAcronym(index: SearchIndex, words: readonly string[]): string[] | undefined {
  if (words.length === 1) return undefined;
  for (const [place, typed] of words.entries()) {
    const acronym = typed.length < LEAST_ACRONYM ? undefined : findWord(index.acronyms, typed);
    if (acronym === undefined) continue;
    const known = top(1);
    for (const title of titlesOfWord(index.acronyms, acronym))
      known.offer(title, at(index.fame, gameOfTitle(index, title)));
    const [best] = known.best();
    if (!best || best.score < LEAST_ABBREVIATED_FAME) continue;
    const parts = titleParts(textOfTitle(index, best.item));
    const part = parts.find((part) => acronymsOf([part]).includes(typed));
    if (part)
      return words.toSpliced(
        place,
        1,
        ...(/\d/.test(typed) ? part : part.filter((word) => !isNumeral(word))),
      );
  }
  return undefined;
}

const sameText = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Until its whole title is typed, an edition that nobody rated is less likely meant than one that some did. */
const EDITION_POINTS = -4;

/** An edition is as well known as its game where it is meant, not where a part of its title, or some word of it, may be. */
function fameOf({ fame, games }: SearchIndex, game: number, tier: Tier): number {
  if (games.canonical[game] === game) return at(fame, game);
  const own = Math.log2(1 + at(games.ratings, game));
  if (isDoubtful(tier) || tier === 'part') return own;
  return tier === 'exact' ? at(fame, game) : Math.max(own, at(fame, game) + EDITION_POINTS);
}

/** The best matches by points and fame, an exact one among the first. */
function ranked(index: SearchIndex, query: string, matches: Matches, limit: number): Found[] {
  const best = top(limit);
  const bestExact = top(1);
  const { canonical } = index.games;
  matches.forEach((game, tier, points) => {
    let worth = points + fameOf(index, game, tier);
    if (tier === 'exact') {
      if (sameText(textOfTitle(index, matches.titleOf(game)), query)) worth += SAME_TEXT_POINTS;
      bestExact.offer(game, worth);
    }
    // An edition comes after its game, unless its title was typed whole and the game's was not.
    const main = at(canonical, game);
    const mainTier = main === game ? undefined : matches.tierOf(main);
    if (mainTier !== undefined && (tier === 'exact' ? hasWholePart(mainTier) : !isDoubtful(mainTier))) {
      worth = Math.min(worth, matches.pointsOf(main) + at(index.fame, main) - JUST_AFTER);
    }
    best.offer(game, worth);
  });
  const games = best.best().map(({ item }) => item);
  const exact = bestExact.best()[0]?.item;
  if (exact !== undefined && !games.slice(0, EXACT_WITHIN).includes(exact)) {
    const others = games.filter((game) => game !== exact);
    games.splice(0, games.length, ...others.toSpliced(EXACT_WITHIN - 1, 0, exact).slice(0, limit));
  }
  return games.map((game) => foundAs(index, game, matches.titleOf(game)));
}

function foundAs(index: SearchIndex, game: number, title: number): Found {
  const alias = aliasOfTitle(index, title);
  return alias === undefined ? { game } : { game, alias };
}

/** Titles that are all punctuation are compared as they are. */
function wordless(index: SearchIndex, query: string, limit: number, leftOut?: LeftOut): Found[] {
  const typed = query.trim();
  const best = top(limit);
  for (const title of index.wordless) {
    const text = textOfTitle(index, title);
    if (!text.startsWith(typed)) continue;
    const game = gameOfTitle(index, title);
    if (leftOut?.which[game] === 1) leftOut.games.add(game);
    else best.offer(title, at(index.fame, game) + (text === typed ? 1 : 0));
  }
  return best.best().map(({ item }) => foundAs(index, gameOfTitle(index, item), item));
}

/** Those left out are the ones that would be among the first. */
function mostRated({ mostRated: games }: SearchIndex, limit: number, leftOut?: LeftOut): Found[] {
  const isLeftOut = (game: number) => leftOut?.which[game] === 1;
  for (const game of games.subarray(0, limit)) if (isLeftOut(game)) leftOut?.games.add(game);
  const shown = games.filter((game) => !isLeftOut(game));
  return Array.from(shown.subarray(0, limit), (game) => ({ game }));
}

/**
 * The games whose titles or aliases match what was typed so far, best first: whole title, beginning of one, all
 * words in any order, acronyms, typos, and where none of this is more than an accident those with some of the words; weighed
 * against how well known the games are. An empty query finds the games that most people rated.
 *
 * @param leftOut games that are not to be found; those that match, as if they were not there
 */
export function search(index: SearchIndex, query: string, limit: number, leftOut?: LeftOut): Found[] {
  if (query.trim() === '') return mostRated(index, limit, leftOut);
  const words = titleWords(query).slice(0, MAX_WORDS);
  if (words.length === 0) return wordless(index, query, limit, leftOut);
  const matches = matchesIn(index, words.join('').length, leftOut);
  try {
    addAll(index, words, matches);
    return ranked(index, query, matches, limit);
  } finally {
    matches.clear();
  }
}

/** A match worth less, with its fame, may be an accident: somebody may have mistyped what many know. */
const GOOD_WORTH = 7.5;
/** A whole title that some thirty rated. */
const KNOWN_WORTH = 17;

function addAll(index: SearchIndex, words: string[], matches: Matches): void {
  const add = ({ words, narrowers, points }: Asking) => {
    matches.under(narrowers, points);
    addLiteral(index, words, matches);
    addAcronyms(index, words, matches);
  };
  const asTyped: Asking = { words, narrowers: [], points: 0 };
  add(asTyped);
  if (matches.hasExact()) {
    // "sonic 2006" is the whole title of what a fan made, and the game of that year.
    if (matches.bestWorth() >= KNOWN_WORTH) return;
    for (const asking of askingsOf(words)) if (asking.narrowers.length > 0) add(asking);
    return;
  }
  for (const spelled of [spelledOut(words), spelledAcronym(index, words), firstOfSeries(words)]) {
    if (spelled) add({ words: spelled, narrowers: [], points: SPELLED_POINTS });
  }
  let barest = asTyped;
  for (const asking of askingsOf(words)) add((barest = asking));

  // Words of an edition, of a shop: one after the other, until something is found.
  const addWithout = ({ narrowers }: Asking, rest: string[]): Asking => {
    const more = [...askingsOf(rest)].at(-1);
    const bare = {
      words: more?.words ?? rest,
      narrowers: [...narrowers, ...(more?.narrowers ?? [])],
      points: WITHOUT_TAIL_POINTS,
    };
    add(bare);
    return bare;
  };
  const named = withoutNamedEdition(barest.words);
  for (let rest = withoutTail(barest.words); rest && !matches.hasSound(); rest = withoutTail(barest.words)) {
    barest = addWithout(barest, rest);
  }
  if (named && !matches.hasSound()) addWithout(barest, named);
  for (const asking of withFewerNarrowers(barest)) {
    if (matches.hasKnown()) break;
    add(asking);
  }

  if (matches.bestWorth() >= GOOD_WORTH) return;
  // What tells namesakes apart is not part of a title once it has told some.
  const isTold = barest.narrowers.length > 0 && matches.hasSound();
  for (const { words, narrowers, points } of barest === asTyped || isTold ? [barest] : [barest, asTyped]) {
    matches.under(narrowers, points);
    addForgiving(index, words, matches);
    if (matches.bestWorth() >= GOOD_WORTH) return;
  }
}

/** Mistakes in the first letter are looked for in so few words even where something was found. */
const FEW_WORDS = 2;

function addForgiving(index: SearchIndex, words: readonly string[], matches: Matches): void {
  const isGood = () => matches.bestWorth() >= GOOD_WORTH;
  for (const how of ['unknown', 'known'] as const) {
    addTypos(index, forgivingTerms(index, words, how), matches);
    if (isGood()) return;
  }
  addWholeTitles(index, words, matches);
  if (isGood() || (words.length > FEW_WORDS && matches.hasSound())) return;
  const terms = forgivingTerms(index, words, 'everywhere');
  addTypos(index, terms, matches);
  if (!matches.hasSound()) addNearest(index, terms, matches);
}
