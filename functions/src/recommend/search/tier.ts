import { ARTICLES } from './articles.ts';
import type { Reading, Term } from './reading.ts';
import { type WordIndex, findWord } from './word-index.ts';

/**
 * How a title matched, best last. `exact`: it is the whole title; `part`: a whole subtitle; `lead`: all before the
 * subtitle; `prefix`: the title goes on after the last word, `onset`: within it; `words`: all words, elsewhere or in
 * another order, `begun`: the last one only begins so; `beginnings`: the title's words only begin so; `most`: but for some words.
 */
export const TIERS = [
  'most',
  'typo',
  'beginnings',
  'acronym',
  'begun',
  'words',
  'onset',
  'prefix',
  'lead',
  'part',
  'exact',
] as const;
export type Tier = (typeof TIERS)[number];

/** Matches of these tiers may be accidents: beginnings and typos of anything. */
export const isDoubtful = (tier: Tier): boolean => TIERS.indexOf(tier) <= TIERS.indexOf('beginnings');

/** Matches of these tiers are a whole title, or all before or after a break in it. */
export const hasWholePart = (tier: Tier): boolean => TIERS.indexOf(tier) >= TIERS.indexOf('lead');

/** The articles' words in this index: a title may be typed without its leading one. */
export const articlesOf = (titles: WordIndex): ReadonlySet<number> =>
  new Set(ARTICLES.flatMap((article) => findWord(titles, article) ?? []));

/** Titles with what is known of their parts. */
export interface Titles {
  titles: WordIndex;
  articles: ReadonlySet<number>;
  /** Title → bit i is set where its word i begins a part of it; only the first sixteen words have one. */
  partStarts: Uint16Array;
}

const isWord = (term: Term | undefined, word: number) => term?.equal.includes(word) === true;

/** Whether the title goes on from `first` with the terms, all but the last as whole words. */
function begins({ words }: WordIndex, { terms }: Reading, first: number, end: number): boolean {
  if (end - first < terms.length) return false;
  const last = terms.length - 1;
  for (let i = 0; i < last; i++) if (!isWord(terms[i], words.values[first + i] ?? 0)) return false;
  const found = words.values[first + last] ?? 0;
  const term = terms[last];
  return term !== undefined && ((found >= term.range.from && found < term.range.to) || isWord(term, found));
}

/** Whether all terms but the last, which may be on the way, are words of the title and not just beginnings of some. */
function hasWords({ words }: WordIndex, { terms }: Reading, start: number, end: number): boolean {
  const inTitle = words.values.subarray(start, end);
  return terms.slice(0, -1).every(({ equal, inside }) => {
    for (const word of inTitle) if (equal.includes(word) || inside?.includes(word) === true) return true;
    return false;
  });
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
    if (
      isWord(left, words.values[i] ?? 0) &&
      right &&
      ((next >= right.range.from && next < right.range.to) || isWord(right, next))
    )
      return true;
  }
  return false;
}

/** How a title that contains all terms of the reading matches it; `undefined` when it does not after all. */
export function tierOf(parts: Titles, reading: Reading, title: number): Tier | undefined {
  const { titles, articles, partStarts } = parts;
  const { start: starts, values } = titles.words;
  const start = starts[title] ?? 0;
  const end = starts[title + 1] ?? 0;
  if (reading.splitAt !== undefined && !standsTogether(titles, reading, start, end)) return undefined;
  const marks = partStarts[title] ?? 0;
  const count = reading.terms.length;
  const isWhole = (from: number) => isWord(reading.terms.at(-1), values[from + count - 1] ?? 0);
  const isPartEnd = (from: number) => from + count === end || ((marks >> (from + count - start)) & 1) === 1;

  const first = begins(titles, reading, start, end)
    ? start
    : articles.has(values[start] ?? 0) && begins(titles, reading, start + 1, end)
      ? start + 1
      : undefined;
  if (first !== undefined) {
    if (!isWhole(first)) return 'onset';
    if (first + count === end) return 'exact';
    return isPartEnd(first) ? 'lead' : 'prefix';
  }
  for (let from = start + 1; from + count <= end; from++) {
    const before = from - start;
    const isPartStart =
      ((marks >> before) & 1) === 1 ||
      (((marks >> (before - 1)) & 1) === 1 && articles.has(values[from - 1] ?? 0));
    if (isPartStart && isPartEnd(from) && begins(titles, reading, from, end) && isWhole(from)) return 'part';
  }
  if (!hasWords(titles, reading, start, end)) return 'beginnings';
  const last = reading.terms.at(-1);
  return values.subarray(start, end).some((word) => isWord(last, word)) ? 'words' : 'begun';
}

/** Mistakes in one word; `undefined` when the term is not meant as it. */
function mistakesInWord(
  index: WordIndex,
  { typed, range, equal, meant }: Term,
  found: number,
): number | undefined {
  if (equal.includes(found)) return 0;
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
