import { arabic, foldWords } from '@playkin/shared/fold.ts';
import { at } from '../../arrays/rows.ts';
import { top } from '../../arrays/top.ts';
import { addAllButOne, addTypos, forgivingTerms } from './forgiving.ts';
import { type Matches, matchesIn } from './matches.ts';
import { acronymSpellings, readings } from './reading.ts';
import { aliasOfTitle, type SearchIndex } from './search-index.ts';
import { mistakesInTitle, tierOf } from './tier.ts';
import { titlesWithAll } from './titles-with-all.ts';
import { findWord, prefixRange, titlesOf, titlesOfWord } from './word-index.ts';

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

/** Titles that contain what was typed, letter by letter. */
function addLiteral({ titles, articles, scratch }: SearchIndex, words: string[], matches: Matches) {
  for (const reading of readings(titles, words)) {
    const terms = reading.terms.map(({ range }) => [titlesOf(titles, range)]);
    for (const title of titlesWithAll(terms, scratch.met)) {
      const tier = tierOf(titles, articles, reading, title);
      if (tier)
        matches.add(title, { tier, mistakes: mistakesInTitle(titles, articles, reading.terms, title) });
    }
  }
}

/** Titles for which one or more of the words are an acronym: "gta", "gta san andreas", "ff vii". */
function addAcronyms({ titles, acronyms, scratch }: SearchIndex, words: string[], matches: Matches) {
  const shortened = words.map((typed) =>
    acronymSpellings(typed).flatMap((spelling) => findWord(acronyms, spelling) ?? []),
  );
  if (shortened.every((found) => found.length === 0)) return;
  const terms = words.map((typed, i) => {
    const lists = (shortened[i] ?? []).map((acronym) => titlesOfWord(acronyms, acronym));
    // By itself, what a word begins has been found already.
    return words.length === 1 ? lists : [...lists, titlesOf(titles, prefixRange(titles, arabic(typed)))];
  });
  for (const title of titlesWithAll(terms, scratch.met)) matches.add(title, { tier: 'acronym' });
}

/** The best matches by points and fame, an exact one among the first. */
function ranked(index: SearchIndex, matches: Matches, limit: number): Found[] {
  const best = top(limit);
  const bestExact = top(1);
  matches.forEach((game, tier, points) => {
    const worth = points + at(index.fame, game);
    best.offer(game, worth);
    if (tier === 'exact') bestExact.offer(game, worth);
  });
  const games = best.best().map(({ item }) => item);
  const exact = bestExact.best()[0]?.item;
  if (exact !== undefined && !games.slice(0, EXACT_WITHIN).includes(exact)) {
    const others = games.filter((game) => game !== exact);
    games.splice(0, games.length, ...others.toSpliced(EXACT_WITHIN - 1, 0, exact).slice(0, limit));
  }
  return games.map((game) => {
    const alias = aliasOfTitle(index, matches.titleOf(game));
    return alias === undefined ? { game } : { game, alias };
  });
}

/**
 * The games whose titles or aliases match what was typed so far, best first: whole title, beginning of one, all
 * words in any order, acronyms, typos, and where none of this is more than an accident all words but one; weighed
 * against how well known the games are. An empty query finds the games that most people rated.
 */
export function search(index: SearchIndex, query: string, limit: number): Found[] {
  if (query.trim() === '') return Array.from(index.mostRated.subarray(0, limit), (game) => ({ game }));
  const words = foldWords(query).slice(0, MAX_WORDS);
  if (words.length === 0) return [];
  const matches = matchesIn(index, index.canonical, words.join('').length);
  try {
    addLiteral(index, words, matches);
    addAcronyms(index, words, matches);
    if (matches.count() < limit && !matches.hasExact()) {
      const terms = forgivingTerms(index, words.map(arabic));
      addTypos(index, terms, matches);
      if (!matches.hasSound()) addAllButOne(index, terms, matches);
    }
    return ranked(index, matches, limit);
  } finally {
    matches.clear();
  }
}
