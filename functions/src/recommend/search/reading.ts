import { arabic } from '@playkin/shared/fold.ts';
import { isArticle } from './articles.ts';
import { equivalentsOf } from './equivalents.ts';
import { isNumber } from './typos.ts';
import { isUnspaced } from './words.ts';
import type { HasTerm } from './titles-with-all.ts';
import { findWord, prefixRange, titlesOf, titlesOfWord, wordsContaining } from './word-index.ts';
import type { WordIndex, WordRange } from './word-index.ts';

/** One way to take what was typed: each word stands for the words of a range, the beginning of a title in order. */
export interface Reading {
  terms: Term[];
  /** The words at this place and the next were typed as one and must stand side by side. */
  splitAt?: number;
  /** Whether words were joined or split. */
  reread?: boolean;
}

export interface Term {
  typed: string;
  /** The words that begin so. */
  range: WordRange;
  /** The word itself and its equivalents, where titles have them. */
  equal: number[];
  /** Words in a script without spaces that have it inside. */
  inside?: number[];
  /** Words that it may be a typo of. */
  meant?: readonly number[];
}

export function termOf(index: WordIndex, typed: string): Term {
  const equal = [typed, ...equivalentsOf(typed)].flatMap((word) => findWord(index, word) ?? []);
  const range = prefixRange(index, typed);
  if (!isUnspaced(typed)) return { typed, range, equal };
  const inside = wordsContaining(index, typed).filter((word) => word < range.from || word >= range.to);
  return { typed, range, equal, inside };
}

/** The titles that have the term, in lists. */
export function listsOf(index: WordIndex, { range, equal, inside = [], meant = [] }: Term): Uint32Array[] {
  const others = [...equal, ...inside, ...meant].filter((word) => word < range.from || word >= range.to);
  return [titlesOf(index, range), ...others.map((word) => titlesOfWord(index, word))];
}

/** Whether a title has the terms, by place. */
export function termsIn({ words }: WordIndex, terms: readonly Term[]): HasTerm {
  const others = terms.map(({ equal, inside = [], meant = [] }) => new Set([...equal, ...inside, ...meant]));
  return (place, title) => {
    const range = terms[place]?.range;
    const set = others[place];
    const end = words.start[title + 1] ?? 0;
    for (let i = words.start[title] ?? 0; i < end; i++) {
      const word = words.values[i] ?? 0;
      if ((range && word >= range.from && word < range.to) || set?.has(word) === true) return true;
    }
    return false;
  };
}

const isKnown = ({ range, equal, inside }: Term) =>
  range.from < range.to || equal.length > 0 || (inside?.length ?? 0) > 0;

const replaced = (words: readonly string[], at: number, count: number, by: readonly string[]) =>
  words.toSpliced(at, count, ...by);

/** A shorter second half has to be a whole word, and one letter is more often a typo: "witchr" is no "witch r". */
const MIN_BEGUN_TAIL = 3;

function tailOf(index: WordIndex, tail: string): Term | undefined {
  if (tail.length < MIN_BEGUN_TAIL) {
    const word = tail.length > 1 || isNumber(tail) ? findWord(index, tail) : undefined;
    return word === undefined
      ? undefined
      : { typed: tail, range: { from: word, to: word + 1 }, equal: [word] };
  }
  const term = termOf(index, tail);
  return isKnown(term) ? term : undefined;
}

/** In longer queries no word is split or joined: every way to do so is one more search. */
const MAX_REREAD_WORDS = 6;

/** "spiderman" as "spider man": wherever both halves are known, the first as a whole word. */
function* splits(index: WordIndex, words: readonly string[]): Generator<Reading> {
  const terms = words.map((typed) => termOf(index, typed));
  for (const [place, word] of words.entries()) {
    if (!terms.every((term, i) => i === place || isKnown(term))) continue;
    for (let cut = 1; cut < word.length; cut++) {
      if (findWord(index, word.slice(0, cut)) === undefined) continue;
      const tail = tailOf(index, word.slice(cut));
      if (tail)
        yield {
          terms: terms.toSpliced(place, 1, termOf(index, word.slice(0, cut)), tail),
          splitAt: place,
          reread: true,
        };
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
 * The ways to take the words that keep every letter: as typed; without a leading article; joined; split.
 * @param words as {@link titleWords} gives them, at least one
 */
export function* readings(index: WordIndex, words: readonly string[]): Generator<Reading> {
  const terms = words.map((typed) => termOf(index, typed));
  if (terms.every(isKnown)) yield { terms };
  if (words.length > 1 && isArticle(words[0] ?? '')) {
    const rest = terms.slice(1);
    if (rest.every(isKnown)) yield { terms: rest };
  }
  const apart = numbersApart(words);
  const variants = apart.length > words.length ? [apart] : [];
  const mayReread = apart.length <= MAX_REREAD_WORDS;
  if (mayReread) variants.push(...joins(words));
  for (const variant of variants) {
    const terms = variant.map((typed) => termOf(index, typed));
    if (terms.every(isKnown)) yield { terms, reread: true };
  }
  if (mayReread) yield* splits(index, apart);
}

const NUMERAL_AND_NUMBER = /^([ivx]*)(\d*)$/;

/**
 * The words with Roman numerals at their ends as digits: "ffvii" may be ffv2 or ff7, "ffx2" is ff102 as "Final Fantasy X-2" makes it.
 * Itself comes first.
 */
export function acronymSpellings(word: string): string[] {
  const spellings = [word];
  for (let cut = 2; cut < word.length; cut++) {
    const [, numeral = '', number = ''] = NUMERAL_AND_NUMBER.exec(word.slice(cut)) ?? [];
    if (arabic(numeral) !== numeral) spellings.push(word.slice(0, cut) + arabic(numeral) + number);
  }
  return spellings;
}
