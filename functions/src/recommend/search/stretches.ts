import { rowStarts } from '../../arrays/rows.ts';
import type { Titles } from './tier.ts';
import { setOfUnits } from './typos.ts';

/**
 * Where somebody may begin to type a title: at its first word, after its article, at its subtitle. By first letter and then by
 * length, so that a query looks at one run of these arrays only; all that rules a stretch out lies in them.
 */
export interface Stretches {
  /** {@link stretchesFrom} → where they begin in the arrays below. */
  start: Uint32Array;
  title: Uint32Array;
  /** How many words of the title come before. */
  before: Uint8Array;
  /** Which letters there are from there to the title's end, see {@link setOfUnits}. */
  letters: Uint32Array;
  /** The second letter, in the form of {@link letterKey}. */
  second: Uint8Array;
}

const KEYS = 256;
const LONGEST = 255;
const LETTERS_AND_LENGTHS = KEYS * (LONGEST + 1);

/** Letters beyond Latin share keys. */
export const letterKey = (letter: number): number => letter & (KEYS - 1);

/** The place in `start` of the stretches that begin with the letter and have so many letters, at most {@link LONGEST}. */
const placeOf = (key: number, length: number): number => key * (LONGEST + 1) + Math.min(LONGEST, length);

/** The stretches that begin with the letter and have at least so many letters: from, to. */
export const stretchesFrom = ({ start }: Stretches, key: number, length: number): [number, number] => [
  start[placeOf(key, length)] ?? 0,
  start[placeOf(key + 1, 0)] ?? 0,
];

/** The first of them that has more letters. */
export const longerFrom = ({ start }: Stretches, key: number, length: number): number =>
  start[placeOf(key, length + 1)] ?? 0;

/** Titles between two pauses: some five milliseconds. */
const TITLES_AT_ONCE = 2 ** 15;

/** @param letters of each word, see {@link letterSets} */
export async function stretchesOf(
  { titles, articles, partStarts, numerals }: Titles & { numerals: ReadonlyMap<number, Uint16Array> },
  letters: Uint32Array,
  pause: () => Promise<unknown>,
): Promise<Stretches> {
  const { words, start, chars, count } = titles;
  const setOf = letters.slice();
  const lengthOf = Uint16Array.from(
    { length: count },
    (_, word) => (start[word + 1] ?? 0) - (start[word] ?? 0),
  );
  for (const [word, digits] of numerals) {
    lengthOf[word] = digits.length;
    setOf[word] = setOfUnits(digits);
  }
  const isArticle = new Uint8Array(count);
  for (const article of articles) isArticle[article] = 1;

  type Visit = (place: number, title: number, before: number, set: number, second: number) => void;
  const each = async (visit: Visit) => {
    for (let title = 0; title < words.start.length - 1; title++) {
      if (title % TITLES_AT_ONCE === 0) await pause();
      const first = words.start[title] ?? 0;
      const marks = partStarts[title] ?? 0;
      let length = 0;
      let set = 0;
      let nextLetter = 0;
      for (let i = (words.start[title + 1] ?? 0) - 1; i >= first; i--) {
        const word = words.values[i] ?? 0;
        const at = start[word] ?? 0;
        const letter = chars[at] ?? 0;
        const second = (start[word + 1] ?? 0) - at > 1 ? (chars[at + 1] ?? 0) : nextLetter;
        nextLetter = letter;
        length += lengthOf[word] ?? 0;
        set |= setOf[word] ?? 0;
        const before = i - first;
        const follows = before === 1 && isArticle[words.values[first] ?? 0] === 1;
        if (follows || ((marks >> before) & 1) === 1)
          visit(placeOf(letterKey(letter), length), title, before, set, second);
      }
    }
  };

  let total = 0;
  await each(() => total++);
  const places = new Uint32Array(total);
  let n = 0;
  await each((place) => {
    places[n++] = place;
  });
  const starts = rowStarts(places, LETTERS_AND_LENGTHS);
  const next = starts.slice();
  const stretches: Stretches = {
    start: starts,
    title: new Uint32Array(total),
    before: new Uint8Array(total),
    letters: new Uint32Array(total),
    second: new Uint8Array(total),
  };
  await each((place, title, before, set, second) => {
    const i = next[place] ?? 0;
    next[place] = i + 1;
    stretches.title[i] = title;
    stretches.before[i] = before;
    stretches.letters[i] = set;
    stretches.second[i] = letterKey(second);
  });
  return stretches;
}
