import type { StringColumn } from '@playkin/shared/columns.ts';
import { foldWords } from '@playkin/shared/fold.ts';

/** "battle" and "field", "world" and "craft": a shorter half is as often a syllable. */
const LEAST_LETTERS = 3;
/** Each half has to be a word of one title in so many, and of some. */
const ONE_TITLE_IN = 10_000;
const LEAST_TITLES = 3;
/** More would tell no more, and take longer. */
const MOST_TITLES = 80_000;
const LETTERS_ONLY = /^[a-z]+$/;

/** The words that a word is made of, where it is made of several: "littlebigplanet" of little, big, planet. */
export type SplitCompound = (word: string) => string[] | undefined;

/** @param titles whose words a compound may be made of; if there are very many, some of them are read */
export function compoundSplitter(titles: Pick<StringColumn, 'length' | 'at'>): SplitCompound {
  const { length } = titles;
  const counts = new Map<string, number>();
  const step = Math.ceil(length / MOST_TITLES);
  const least = Math.max(LEAST_TITLES, length / step / ONE_TITLE_IN);
  for (let title = 0; title < length; title += step) {
    for (const word of foldWords(titles.at(title))) {
      if (word.length >= LEAST_LETTERS && LETTERS_ONLY.test(word))
        counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const isWord = (text: string) => (counts.get(text) ?? 0) >= least;

  const split: SplitCompound = (word) => {
    let best: { words: string[]; titles: number } | undefined;
    for (let cut = LEAST_LETTERS; cut <= word.length - LEAST_LETTERS; cut++) {
      const [left, right] = [word.slice(0, cut), word.slice(cut)];
      if (!isWord(left)) continue;
      const rest = isWord(right) ? [right] : split(right);
      if (rest === undefined) continue;
      const words = [left, ...rest];
      const titles = Math.min(...words.map((part) => counts.get(part) ?? 0));
      const isBetter =
        best === undefined ||
        words.length < best.words.length ||
        (words.length === best.words.length && titles > best.titles);
      if (isBetter) best = { words, titles };
    }
    return best?.words;
  };
  return split;
}
