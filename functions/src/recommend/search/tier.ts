import { ARTICLES } from './articles.ts';
import type { Reading, Term } from './reading.ts';
import { type WordIndex, findWord } from './word-index.ts';

/** How a title matched, best last; `most`: but for one word. */
export const TIERS = ['most', 'typo', 'beginnings', 'acronym', 'words', 'prefix', 'exact'] as const;
export type Tier = (typeof TIERS)[number];

/** Matches of these tiers may be accidents: beginnings and typos of anything. */
export const isDoubtful = (tier: Tier): boolean => TIERS.indexOf(tier) <= TIERS.indexOf('beginnings');

/** The articles' words in this index: a title may be typed without its leading one. */
export const articlesOf = (titles: WordIndex): ReadonlySet<number> =>
  new Set(ARTICLES.flatMap((article) => findWord(titles, article) ?? []));

/** Whether the title's words from `first` on begin with the terms: all whole words, the last one perhaps only begun. */
function begins({ words }: WordIndex, { terms }: Reading, first: number, end: number): boolean {
  if (end - first < terms.length) return false;
  const last = terms.length - 1;
  for (let i = 0; i < last; i++) if (words.values[first + i] !== terms[i]?.word) return false;
  const found = words.values[first + last] ?? 0;
  const range = terms[last]?.range;
  return range !== undefined && found >= range.from && found < range.to;
}

/** Whether all terms but the last, which may be on the way, are words of the title and not just beginnings of some. */
function hasWords({ words }: WordIndex, { terms }: Reading, start: number, end: number): boolean {
  const inTitle = words.values.subarray(start, end);
  return terms.slice(0, -1).every(({ word }) => word !== undefined && inTitle.includes(word));
}

/** Whether the two words that were typed as one stand side by side in the title. */
function standsTogether(
  { words }: WordIndex,
  { terms, splitAt = 0 }: Reading,
  start: number,
  end: number,
): boolean {
  const [left, right] = terms.slice(splitAt, splitAt + 2);
  for (let i = start; i + 1 < end; i++) {
    const next = words.values[i + 1] ?? 0;
    if (words.values[i] === left?.word && right && next >= right.range.from && next < right.range.to)
      return true;
  }
  return false;
}

/** How a title that contains all terms of the reading matches it; `undefined` when it does not after all. */
export function tierOf(
  titles: WordIndex,
  articles: ReadonlySet<number>,
  reading: Reading,
  title: number,
): Tier | undefined {
  const start = titles.words.start[title] ?? 0;
  const end = titles.words.start[title + 1] ?? 0;
  if (reading.splitAt !== undefined && !standsTogether(titles, reading, start, end)) return undefined;
  let first = start;
  if (!begins(titles, reading, first, end)) {
    first++;
    if (!articles.has(titles.words.values[start] ?? 0) || !begins(titles, reading, first, end))
      return hasWords(titles, reading, start, end) ? 'words' : 'beginnings';
  }
  const wholeTitle = end - first === reading.terms.length;
  return wholeTitle && reading.terms.at(-1)?.word === titles.words.values[end - 1] ? 'exact' : 'prefix';
}

/** Mistakes in one word; `undefined` when the term is not meant as it. */
function mistakesInWord(
  index: WordIndex,
  { typed, range, word, meant }: Term,
  found: number,
): number | undefined {
  if (found === word) return 0;
  if ((found < range.from || found >= range.to) && meant?.includes(found) !== true) return undefined;
  const length = (index.start[found + 1] ?? 0) - (index.start[found] ?? 0);
  return Math.max(1, length - typed.length);
}

/**
 * How far the terms are from the whole title, word by word: for each word that differs the letters that it still
 * lacks, at least one. `undefined` when the title has other words too, or the same in another order. It may have a
 * leading article more.
 */
export function mistakesInTitle(
  titles: WordIndex,
  articles: ReadonlySet<number>,
  terms: readonly Term[],
  title: number,
): number | undefined {
  const start = titles.words.start[title] ?? 0;
  const end = titles.words.start[title + 1] ?? 0;
  const more = end - start - terms.length;
  if (more !== 0 && !(more === 1 && articles.has(titles.words.values[start] ?? 0))) return undefined;
  let sum = 0;
  for (const [i, term] of terms.entries()) {
    const mistakes = mistakesInWord(titles, term, titles.words.values[start + more + i] ?? 0);
    if (mistakes === undefined) return undefined;
    sum += mistakes;
  }
  return sum;
}
