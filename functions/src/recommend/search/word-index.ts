import { at, invert, type Rows } from '../../arrays/rows.ts';

/** The words of many titles. A word is its rank in code unit order, so that a prefix is a range of words. */
export interface WordIndex {
  count: number;
  /** UTF-16 code units of the words, end to end. */
  chars: Uint16Array;
  /** Where each word begins in `chars`; one element more than there are words. */
  start: Uint32Array;
  /** Title → its words, in the title's order. */
  words: Rows;
  /** Word → the titles that contain it, ascending. */
  titles: Rows;
}

/** Half-open. */
export interface WordRange {
  from: number;
  to: number;
}

/** Collects titles one by one, without a string kept for any of them. */
export interface WordIndexBuilder {
  add(words: readonly string[]): void;
  /** Adds a title without words in place of the last one. */
  clearLast(): void;
  /** Whether the last title's words are those of `title`. */
  lastEquals(title: number): boolean;
  build(): WordIndex;
}

const INITIAL_LENGTH = 1024;

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function layOut(sorted: readonly string[]): Pick<WordIndex, 'chars' | 'start'> {
  const start = new Uint32Array(sorted.length + 1);
  sorted.forEach((word, i) => {
    start[i + 1] = at(start, i) + word.length;
  });
  const chars = new Uint16Array(at(start, sorted.length));
  sorted.forEach((word, i) => {
    for (let j = 0; j < word.length; j++) chars[at(start, i) + j] = word.charCodeAt(j);
  });
  return { chars, start };
}

export function wordIndexBuilder(): WordIndexBuilder {
  const numbers = new Map<string, number>(); // in order of first appearance
  let values = new Uint32Array(INITIAL_LENGTH);
  let starts = new Uint32Array(INITIAL_LENGTH);
  let titles = 0;

  return {
    add(words) {
      let end = at(starts, titles);
      for (const word of words) {
        let number = numbers.get(word);
        if (number === undefined) numbers.set(word, (number = numbers.size));
        if (end === values.length) values = grown(values);
        values[end++] = number;
      }
      titles++;
      if (titles === starts.length) starts = grown(starts);
      starts[titles] = end;
    },
    clearLast() {
      starts[titles] = at(starts, titles - 1);
    },
    lastEquals(title) {
      const [a, b] = [titles - 1, title].map((row) => values.subarray(at(starts, row), at(starts, row + 1)));
      return a?.length === b?.length && a?.every((value, i) => value === b?.[i]) === true;
    },
    build() {
      const sorted = [...numbers.keys()].sort();
      const rank = new Uint32Array(sorted.length);
      sorted.forEach((word, i) => {
        rank[numbers.get(word) ?? 0] = i;
      });
      const start = starts.slice(0, titles + 1);
      const words = { start, values: values.slice(0, at(start, titles)).map((number) => at(rank, number)) };
      return { count: sorted.length, ...layOut(sorted), words, titles: invert(words, sorted.length) };
    },
  };
}

/** Below 0 where the word comes before `text`, as strings compare. */
function compare({ chars, start }: WordIndex, word: number, text: string): number {
  const from = at(start, word);
  const length = at(start, word + 1) - from;
  const common = Math.min(length, text.length);
  for (let i = 0; i < common; i++) {
    const difference = at(chars, from + i) - text.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return length - text.length;
}

function lowerBound(index: WordIndex, text: string): number {
  let low = 0;
  let high = index.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(index, middle, text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** No word contains U+FFFF, which is not a character: it sorts after every continuation of a prefix. */
const AFTER_ALL = '\uffff';

/** The words that begin with `prefix`. */
export const prefixRange = (index: WordIndex, prefix: string): WordRange => ({
  from: lowerBound(index, prefix),
  to: lowerBound(index, prefix + AFTER_ALL),
});

/** The word itself; `undefined` when no title contains it. */
export function findWord(index: WordIndex, text: string): number | undefined {
  const word = lowerBound(index, text);
  return word < index.count && compare(index, word, text) === 0 ? word : undefined;
}

/** The titles that contain a word of the range, some of them more than once. */
export const titlesOf = ({ titles }: WordIndex, { from, to }: WordRange): Uint32Array =>
  titles.values.subarray(at(titles.start, from), at(titles.start, to));

/** How many words the title has. */
export const wordCount = ({ words }: WordIndex, title: number): number =>
  at(words.start, title + 1) - at(words.start, title);

/** The title's first word, where it has any. */
export const firstWord = ({ words }: WordIndex, title: number): number =>
  at(words.values, at(words.start, title));

/** The titles that contain the word. */
export const titlesOfWord = (index: WordIndex, word: number): Uint32Array =>
  titlesOf(index, { from: word, to: word + 1 });

/** The first letter of a script without spaces in code unit order; from there on all but few words are of one. */
const FIRST_UNSPACED = '\u1100';

/** The words in scripts without spaces that have the text inside, ascending. */
export function wordsContaining(index: WordIndex, text: string): number[] {
  const { chars, start, count } = index;
  const found: number[] = [];
  const first = text.charCodeAt(0);
  for (let word = lowerBound(index, FIRST_UNSPACED); word < count; word++) {
    const last = (start[word + 1] ?? 0) - text.length;
    for (let from = start[word] ?? 0; from <= last; from++) {
      if (chars[from] !== first) continue;
      let i = 1;
      while (i < text.length && chars[from + i] === text.charCodeAt(i)) i++;
      if (i < text.length) continue;
      found.push(word);
      break;
    }
  }
  return found;
}
