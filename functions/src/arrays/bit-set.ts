/** A set of numbers from 0 up to a bound, a bit for each: a fortieth of a megabyte for 335,000 games. */
export interface BitSet {
  /** Number n is bit n % 32 of word n / 32. */
  words: Uint32Array;
  /** How many numbers are in it. */
  size: number;
}

export const isIn = ({ words }: BitSet, number: number): boolean =>
  (((words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;

/** How many bits of a word are set. */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** @param words which the set takes over */
export function bitSet(words: Uint32Array): BitSet {
  let size = 0;
  for (const word of words) size += ones(word);
  return { words, size };
}

/** The numbers below `bound` that pass. */
export function bitsWhere(bound: number, passes: (number: number) => boolean): Uint32Array {
  const words = new Uint32Array((bound + 31) >>> 5);
  for (let number = 0; number < bound; number++) {
    if (passes(number)) words[number >>> 5] = (words[number >>> 5] ?? 0) | (1 << (number & 31));
  }
  return words;
}

/** Leaves in `words` only what is in both. */
export function intersect(words: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) & (other[i] ?? 0);
}

/** Calls back with each number, ascending. */
export function eachIn({ words }: BitSet, visit: (number: number) => void): void {
  for (let i = 0; i < words.length; i++) {
    for (let word = words[i] ?? 0; word !== 0; word &= word - 1) {
      visit((i << 5) + 31 - Math.clz32(word & -word));
    }
  }
}
