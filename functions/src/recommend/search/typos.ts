import type { WordIndex } from './word-index.ts';

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

function bits(set: number): number {
  let rest = set;
  let count = 0;
  for (; rest !== 0; count++) rest &= rest - 1;
  return count;
}

/**
 * Whether `typed` becomes the word, or with `asPrefix` some beginning of it, by at most `max` typos: a letter
 * missing, added, replaced, or swapped with its neighbour (optimal string alignment).
 */
function isWithin(typed: Uint16Array, word: Uint16Array, max: number, asPrefix: boolean): boolean {
  const width = typed.length + 1;
  let beforeLast = new Uint8Array(width);
  let last = Uint8Array.from({ length: width }, (_, i) => i);
  let row = new Uint8Array(width);
  for (let j = 1; j <= word.length; j++) {
    const letter = word[j - 1] ?? 0;
    row[0] = j;
    let least = j;
    for (let i = 1; i < width; i++) {
      const replaced = (last[i - 1] ?? 0) + (typed[i - 1] === letter ? 0 : 1);
      let typos = Math.min(replaced, (last[i] ?? 0) + 1, (row[i - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === letter) {
        typos = Math.min(typos, (beforeLast[i - 2] ?? 0) + 1);
      }
      row[i] = typos;
      least = Math.min(least, typos);
    }
    if (asPrefix && (row[typed.length] ?? 0) <= max) return true;
    // A swap can still fall back on the row before; one row of slack is enough for it.
    if (least > max + 1) return false;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return (last[typed.length] ?? 0) <= max;
}

const unitsOf = (word: string) => Uint16Array.from({ length: word.length }, (_, i) => word.charCodeAt(i));

/** Whether at most `max` typos make `typed` of the word. */
export const isTypoOf = (typed: string, word: string, max: number): boolean =>
  max > 0 && isWithin(unitsOf(typed), unitsOf(word), max, false);

/** The index's words that `typed` may have been meant as by at most `max` typos, the word itself among them. */
export function similarWords(
  index: WordIndex,
  letters: Uint32Array,
  typed: string,
  max: number,
  asPrefix: boolean,
): number[] {
  if (max === 0) return [];
  const units = unitsOf(typed);
  let set = 0;
  for (const unit of units) set |= 1 << (unit & 31);

  const found: number[] = [];
  for (let word = 0; word < index.count; word++) {
    const known = letters[word] ?? 0;
    if (bits(set & ~known) > max || (!asPrefix && bits(known & ~set) > max)) continue;
    const start = index.start[word] ?? 0;
    const length = (index.start[word + 1] ?? 0) - start;
    if (length < units.length - max || (!asPrefix && length > units.length + max)) continue;
    const end = start + Math.min(length, units.length + max);
    if (isWithin(units, index.chars.subarray(start, end), max, asPrefix)) found.push(word);
  }
  return found;
}
