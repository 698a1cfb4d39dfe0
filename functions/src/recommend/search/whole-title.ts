import type { Term } from './reading.ts';
import type { WordIndex } from './word-index.ts';

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
