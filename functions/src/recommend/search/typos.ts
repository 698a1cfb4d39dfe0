import { arabic } from '@playkin/shared/fold.ts';
import { prefixRange, type WordIndex, type WordRange } from './word-index.ts';

/** Shorter words, if mistyped, are too often other words; beside other words of a title one letter less will do. */
const ONE_TYPO_LENGTH = 4;
const ONE_TYPO_LENGTH_IN_COMPANY = 3;
const TWO_TYPOS_LENGTH = 8;

/** Numbers tell the parts of a series apart. */
export const isNumber = (word: string): boolean => /^\d+$/.test(word);

/** How many typos are forgiven in a word: none in numbers. */
export function typosAllowed(word: string, isAlone: boolean): number {
  const oneTypoLength = isAlone ? ONE_TYPO_LENGTH : ONE_TYPO_LENGTH_IN_COMPANY;
  if (isNumber(word) || word.length < oneTypoLength) return 0;
  return word.length < TWO_TYPOS_LENGTH ? 1 : 2;
}

/**
 * Which letters occur, one bit for each code unit modulo 32: a letter typed but absent costs at least one typo. It
 * rules out nearly all words without a look at their letters.
 */
export function letterSets({ count, chars, start }: WordIndex): Uint32Array {
  const sets = new Uint32Array(count);
  for (let word = 0; word < count; word++) {
    let set = 0;
    for (let i = start[word] ?? 0; i < (start[word + 1] ?? 0); i++) set |= 1 << ((chars[i] ?? 0) & 31);
    sets[word] = set;
  }
  return sets;
}

/** The Roman numerals among the words that cannot be anything else, with their digits. */
export function numeralsOf({ count, chars, start }: WordIndex): Map<number, Uint16Array> {
  const numerals = new Map<number, Uint16Array>();
  for (let word = 0; word < count; word++) {
    const from = start[word] ?? 0;
    const length = (start[word + 1] ?? 0) - from;
    if (length < 2 || length > MAX_NUMERAL) continue;
    const text = String.fromCharCode(...chars.subarray(from, from + length));
    if (arabic(text) !== text) numerals.set(word, unitsOf(arabic(text)));
  }
  return numerals;
}

/** XVIII */
const MAX_NUMERAL = 5;

/** How many bits are set. */
export function bits(set: number): number {
  let n = set - ((set >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

export const unitsOf = (word: string): Uint16Array =>
  Uint16Array.from({ length: word.length }, (_, i) => word.charCodeAt(i));

export function setOfUnits(units: Uint16Array): number {
  let set = 0;
  for (const unit of units) set |= 1 << (unit & 31);
  return set;
}

/** More typos than anybody makes. */
const FAR = 100;

/**
 * Compares `typed` with a stretch of letters: how many typos, at most `max`, make the one of the other, or with `asPrefix` of
 * some beginning of it: a letter missing, added, replaced, or swapped with its neighbour (optimal string alignment).
 */
export type CountTypos = (
  chars: Uint16Array,
  from: number,
  to: number,
  max: number,
  asPrefix: boolean,
) => number | undefined;

/** Only the cells of the table near its diagonal are computed: the others are above `max`. */
export function typoCounter(typed: Uint16Array): CountTypos {
  const n = typed.length;
  let beforeLast = new Uint8Array(n + 2);
  let last = new Uint8Array(n + 2);
  let row = new Uint8Array(n + 2);
  return (chars, from, to, max, asPrefix) => {
    for (let i = 0; i <= n + 1; i++) last[i] = Math.min(i, FAR);
    let best = asPrefix && n <= max ? n : FAR;
    const length = to - from;
    for (let j = 1; j <= length; j++) {
      const letter = chars[from + j - 1] ?? 0;
      const low = Math.max(1, j - max);
      const high = Math.min(n, j + max);
      if (low > n) return best <= max ? best : undefined;
      row[low - 1] = low === 1 ? Math.min(j, FAR) : FAR;
      let least = row[low - 1] ?? FAR;
      for (let i = low; i <= high; i++) {
        let typos = (last[i - 1] ?? FAR) + (typed[i - 1] === letter ? 0 : 1);
        const missing = (last[i] ?? FAR) + 1;
        if (missing < typos) typos = missing;
        const added = (row[i - 1] ?? FAR) + 1;
        if (added < typos) typos = added;
        if (i > 1 && j > 1 && typed[i - 1] === chars[from + j - 2] && typed[i - 2] === letter) {
          const swapped = (beforeLast[i - 2] ?? FAR) + 1;
          if (swapped < typos) typos = swapped;
        }
        row[i] = typos;
        if (typos < least) least = typos;
      }
      row[high + 1] = FAR;
      if (asPrefix && high === n) best = Math.min(best, row[n] ?? FAR);
      // A swap can still fall back on the row before; one row of slack is enough for it.
      if (least > max + 1) return best <= max ? best : undefined;
      [beforeLast, last, row] = [last, row, beforeLast];
    }
    if (!asPrefix) best = Math.abs(n - length) > max ? FAR : (last[n] ?? FAR);
    return best <= max ? best : undefined;
  };
}

/** Whether at most `max` typos make `typed` of the word. */
export function isTypoOf(typed: string, word: string, max: number): boolean {
  const units = unitsOf(word);
  return max > 0 && typoCounter(unitsOf(typed))(units, 0, units.length, max, false) !== undefined;
}

/**
 * The index's words that `typed` may have been meant as by at most `max` typos, the word itself among them.
 * @param everywhere whether the first letter may be another one, or missing: that is rare, and takes ten times as long
 */
export function similarWords(
  index: WordIndex,
  letters: Uint32Array,
  typed: string,
  max: number,
  asPrefix: boolean,
  everywhere: boolean,
): number[] {
  if (max === 0) return [];
  const { start, chars, count } = index;
  const units = unitsOf(typed);
  const set = setOfUnits(units);
  const countTypos = typoCounter(units);
  const shortest = units.length - max;
  const longest = units.length + max;

  const found: number[] = [];
  const look = ({ from, to }: WordRange) => {
    let end = start[from] ?? 0;
    for (let word = from; word < to; word++) {
      const begin = end;
      end = start[word + 1] ?? 0;
      const length = end - begin;
      if (length < shortest || (!asPrefix && length > longest)) continue;
      const known = letters[word] ?? 0;
      if (bits(set & ~known) > max || (!asPrefix && bits(known & ~set) > max)) continue;
      if (countTypos(chars, begin, Math.min(end, begin + longest), max, asPrefix) !== undefined)
        found.push(word);
    }
  };
  // The second letter, where the first two are swapped or the first is one too many.
  if (everywhere) look({ from: 0, to: count });
  else for (const first of new Set(typed.slice(0, 2))) look(prefixRange(index, first));
  return found;
}
