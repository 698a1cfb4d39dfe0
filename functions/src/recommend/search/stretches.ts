import { rowStarts } from '../../arrays/rows.ts';
import type { WordIndex } from './word-index.ts';

/** Where somebody may begin to type a title: at its first word, after its article, at its subtitle; by first letter. */
export interface Stretches {
  /** {@link firstLetterKey} → where its stretches begin in the arrays below; one element more than there are keys. */
  start: Uint32Array;
  title: Uint32Array;
  /** How many words of the title come before. */
  before: Uint8Array;
  /** How many letters there are from there to the title's end, at most 255. */
  length: Uint8Array;
}

const KEYS = 256;

/** Letters beyond Latin share keys. */
export const firstLetterKey = (letter: number): number => letter & (KEYS - 1);

export function stretchesOf(
  { words, start, chars, count }: WordIndex,
  partStarts: Uint16Array,
  articles: ReadonlySet<number>,
  numerals: ReadonlyMap<number, Uint16Array>,
): Stretches {
  const lengthOf = Uint16Array.from(
    { length: count },
    (_, word) => (start[word + 1] ?? 0) - (start[word] ?? 0),
  );
  for (const [word, digits] of numerals) lengthOf[word] = digits.length;
  const isArticle = new Uint8Array(count);
  for (const article of articles) isArticle[article] = 1;

  const each = (visit: (key: number, title: number, before: number, length: number) => void) => {
    for (let title = 0; title < words.start.length - 1; title++) {
      const first = words.start[title] ?? 0;
      let length = 0;
      for (let i = (words.start[title + 1] ?? 0) - 1; i >= first; i--) {
        const word = words.values[i] ?? 0;
        length += lengthOf[word] ?? 0;
        const before = i - first;
        const follows = before === 1 && isArticle[words.values[first] ?? 0] === 1;
        const begins = before < 16 && (((partStarts[title] ?? 0) >> before) & 1) === 1;
        if (follows || begins)
          visit(firstLetterKey(chars[start[word] ?? 0] ?? 0), title, before, Math.min(255, length));
      }
    }
  };

  let total = 0;
  each(() => total++);
  const keys = new Uint32Array(total);
  let n = 0;
  each((key) => {
    keys[n++] = key;
  });
  const starts = rowStarts(keys, KEYS);
  const next = starts.slice();
  const stretches = {
    start: starts,
    title: new Uint32Array(total),
    before: new Uint8Array(total),
    length: new Uint8Array(total),
  };
  each((key, title, before, length) => {
    const place = next[key] ?? 0;
    next[key] = place + 1;
    stretches.title[place] = title;
    stretches.before[place] = before;
    stretches.length[place] = length;
  });
  return stretches;
}
