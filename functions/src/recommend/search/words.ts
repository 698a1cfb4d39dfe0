import { foldWords } from '@playkin/shared/fold.ts';

/** Where a title's parts meet: "The Legend of Zelda: Breath of the Wild", "Skyrim - Special Edition". */
const PART_BREAK = /:\s*| [-–—~|] |[(/]/;
const ANY_WORD = /[\p{L}\p{N}]/u;
/** F.E.A.R., L.A. */
const INITIALS = /(?<![\p{L}\p{N}])(?:\p{L}\.){2,}/gu;
const THOUSANDS = /(?<=\d),(?=\d{3}(?!\d))/g;
/** Hangul as NFKD leaves it, kana and Han: scripts that are written without spaces. */
const UNSPACED = '\\u1100-\\u11ff\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff';
const SCRIPT_RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'g');
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`);
const ASCII_ONLY = /^[\0-\x7f]*$/;

/** Whether the word is written in a script without spaces, so that a word of it may be found inside a longer one. */
export const isUnspaced = (word: string): boolean => IS_UNSPACED.test(word);

/**
 * The words of a title, or of what was typed, as search compares them: those of {@link foldWords}, but 40,000 is one
 * number, F.E.A.R. is one word, + is "plus", and a number beside Chinese, Japanese or Korean is a word of its own ("ペルソナ5"). None for a title that is
 * all punctuation.
 */
export function titleWords(text: string): string[] {
  if (!ANY_WORD.test(text)) return [];
  const words = foldWords(
    text
      .replace(INITIALS, (initials) => `${initials.replaceAll('.', '')} `)
      .replace(THOUSANDS, '')
      .replaceAll('+', ' plus '),
  );
  if (ASCII_ONLY.test(text)) return words;
  return words.flatMap((word) => word.match(SCRIPT_RUNS) ?? []);
}

/** The words of each part of a title; parts without words are left out. */
export const titleParts = (title: string): string[][] =>
  title
    .split(PART_BREAK)
    .map(titleWords)
    .filter((words) => words.length > 0);
