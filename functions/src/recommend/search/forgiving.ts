import type { Matches } from './matches.ts';
import { termOf } from './reading.ts';
import type { Term } from './reading.ts';
import type { SearchIndex } from './search-index.ts';
import { titlesWithAll } from './titles-with-all.ts';
import { isNumber, similarWords, typosAllowed } from './typos.ts';
import { mistakesInTitle } from './tier.ts';
import { titlesOf, titlesOfWord } from './word-index.ts';

/** A word as typed, with what it may have been meant as. */
export interface ForgivingTerm extends Term {
  meant: readonly number[];
  /** Their titles, in lists. */
  lists: Uint32Array[];
}

/** The slow part: looks at every word of the index. @param words Roman numerals as digits */
export function forgivingTerms({ titles, letters }: SearchIndex, words: readonly string[]): ForgivingTerm[] {
  return words.map((typed, i) => {
    const max = typosAllowed(typed, words.length === 1);
    const meant = similarWords(titles, letters, typed, max, i === words.length - 1);
    const term = termOf(titles, typed);
    const lists = [titlesOf(titles, term.range), ...meant.map((word) => titlesOfWord(titles, word))];
    return { ...term, meant, lists };
  });
}

/** Titles with words that what was typed may have been meant as. */
export function addTypos(index: SearchIndex, terms: readonly ForgivingTerm[], matches: Matches): void {
  const lists = terms.map((term) => term.lists);
  for (const title of titlesWithAll(lists, index.scratch.met)) {
    const mistakes = mistakesInTitle(index.titles, index.articles, terms, title);
    matches.add(title, { tier: 'typo', mistakes });
  }
}

/**
 * Titles with all words but one. That one is no number, which would make another part of the series of it, and has not
 * more letters than the others together.
 */
export function addAllButOne(index: SearchIndex, terms: readonly ForgivingTerm[], matches: Matches): void {
  const lists = terms.map((term) => term.lists);
  const letters = terms.reduce((sum, { typed }) => sum + typed.length, 0);
  for (const [i, { typed }] of terms.entries()) {
    if (isNumber(typed) || typed.length > letters / 2) continue;
    for (const title of titlesWithAll(lists.toSpliced(i, 1), index.scratch.met)) {
      matches.add(title, { tier: 'most', leftOut: typed.length });
    }
  }
}
