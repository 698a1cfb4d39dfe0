import type { Matches } from './matches.ts';
import { listsOf, termOf, termsIn } from './reading.ts';
import type { Term } from './reading.ts';
import { type SearchIndex } from './search-index.ts';
import { titlesWithAll, titlesWithSome } from './titles-with-all.ts';
import { similarWords, typosAllowed } from './typos.ts';
import { mistakesInTitle } from './tier.ts';

/**
 * Each word with the words that it may be a typo of. The slow part: looks at every word of the index.
 * @param how what typos are looked for: in words that no title has, in those that some have, or in the first letter too
 */
export function forgivingTerms(
  { titles, letters }: SearchIndex,
  words: readonly string[],
  how: 'unknown' | 'known' | 'everywhere',
): Term[] {
  return words.map((typed, i) => {
    const term = termOf(titles, typed);
    if (how === 'unknown' && term.equal.length > 0) return term;
    const max = typosAllowed(typed, words.length === 1);
    const isLast = i === words.length - 1;
    return { ...term, meant: similarWords(titles, letters, typed, max, isLast, how === 'everywhere') };
  });
}

/** Titles with words that what was typed may have been meant as. */
export function addTypos(
  { titles, articles, scratch }: SearchIndex,
  terms: readonly Term[],
  matches: Matches,
): void {
  const lists = terms.map((term) => listsOf(titles, term));
  for (const title of titlesWithAll(lists, scratch.met, termsIn(titles, terms))) {
    matches.add(title, { tier: 'typo', mistakes: mistakesInTitle(titles, articles, terms, title) });
  }
}

/** Titles that have fewer of the letters typed are not near, and those that have far fewer than the nearest one. */
const LEAST_PART = 0.4;
const PART_OF_BEST = 0.75;
/** A short number that a title lacks makes another part of the series of it: it counts for as many letters more. */
const NUMBER_LETTERS = 8;
const PART_NUMBER = /^\d{1,2}$/;

/** Titles with some of the words, those with the most letters of what was typed. */
export function addNearest({ titles, scratch }: SearchIndex, terms: readonly Term[], matches: Matches): void {
  const weighted = terms.map((term) => ({
    lists: listsOf(titles, term),
    weight: term.typed.length + (PART_NUMBER.test(term.typed) ? NUMBER_LETTERS : 0),
  }));
  const all = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const found = titlesWithSome(weighted, all * LEAST_PART, scratch.met);
  const best = [...found.values()].reduce((most, has) => (has < all ? Math.max(most, has) : most), 0);
  for (const [title, has] of found) {
    if (has >= best * PART_OF_BEST) matches.add(title, { tier: 'most', leftOut: all - has });
  }
}
