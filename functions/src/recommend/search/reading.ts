import { arabic } from '@playkin/shared/fold.ts';
import { isArticle } from './articles.ts';
import { findWord, prefixRange } from './word-index.ts';
import type { WordIndex, WordRange } from './word-index.ts';

/** One way to take what was typed: each word stands for the words of a range, the beginning of a title in order. */
export interface Reading {
  terms: Term[];
  /** The words at this place and the next were typed as one and must stand side by side. */
  splitAt?: number;
}

export interface Term {
  typed: string;
  /** The words that begin so. */
  range: WordRange;
  /** The word itself, where a title has it. */
  word: number | undefined;
  /** Words that it may be a typo of. */
  meant?: readonly number[];
}

export function termOf(index: WordIndex, typed: string): Term {
  return { typed, range: prefixRange(index, typed), word: findWord(index, typed) };
}

const isKnown = ({ range }: Term) => range.from < range.to;

const replaced = (words: readonly string[], at: number, count: number, by: readonly string[]) =>
  words.toSpliced(at, count, ...by);

/** A shorter second half that is no number is more often a typo: "witchr" is no "witch r". */
const MIN_SPLIT_TAIL = 3;
const mayBeTail = (tail: string) => tail.length >= MIN_SPLIT_TAIL || /^\d+$/.test(tail);

/** In longer queries no word is split or joined: every way to do so is one more search. */
const MAX_REREAD_WORDS = 6;

/** "spiderman" as "spider man": wherever both halves are known, the first as a whole word. */
function* splits(index: WordIndex, words: readonly string[]): Generator<Reading> {
  for (const [place, word] of words.entries()) {
    for (let cut = 1; cut < word.length; cut++) {
      const [head, tail] = [word.slice(0, cut), word.slice(cut)];
      if (!mayBeTail(tail) || findWord(index, head) === undefined) continue;
      const terms = replaced(words, place, 1, [head, arabic(tail)]).map((typed) => termOf(index, typed));
      if (terms.every(isKnown)) yield { terms, splitAt: place };
    }
  }
}

/** "bio shock" as "bioshock". */
function* joins(words: readonly string[]): Generator<string[]> {
  for (let place = 0; place + 1 < words.length; place++) {
    yield replaced(words, place, 2, [words.slice(place, place + 2).join('')]);
  }
}

/** "halflife2" as "halflife 2". */
const numbersApart = (words: readonly string[]) => words.flatMap((word) => word.match(/\d+|\D+/g) ?? []);

/**
 * The ways to take the words that keep every letter: as typed; the last one as the beginning of a longer word even
 * where it is a Roman numeral ("v" on the way to "vice"); without a leading article; joined; split.
 * @param words as {@link foldWords} gives them, at least one
 */
export function* readings(index: WordIndex, words: readonly string[]): Generator<Reading> {
  const numbered = words.map(arabic);
  const variants = [numbered];
  const last = words.at(-1) ?? '';
  if (arabic(last) !== last) variants.push([...numbered.slice(0, -1), last]);
  if (words.length > 1 && isArticle(words[0] ?? '')) variants.push(numbered.slice(1));
  const apart = numbersApart(numbered);
  if (apart.length > numbered.length) variants.push(apart);
  const mayReread = apart.length <= MAX_REREAD_WORDS;
  if (mayReread) variants.push(...joins(numbered));
  for (const variant of variants) {
    const terms = variant.map((typed) => termOf(index, typed));
    if (terms.every(isKnown)) yield { terms };
  }
  if (mayReread) yield* splits(index, apart);
}

/** The words with Roman numerals at their ends as digits: "ffvii" may be ffv2 or ff7. Itself comes first. */
export function acronymSpellings(word: string): string[] {
  const spellings = [word];
  for (let cut = 2; cut < word.length; cut++) {
    const tail = word.slice(cut);
    if (arabic(tail) !== tail) spellings.push(word.slice(0, cut) + arabic(tail));
  }
  return spellings;
}
