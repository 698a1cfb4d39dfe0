import { arabic, foldWords } from '@playkin/shared/fold.ts';
import { isArticle } from './articles.ts';

/** Where a title's parts meet: "The Legend of Zelda: Breath of the Wild", "Skyrim - Special Edition". */
const PART_BREAK = /:\s*| [-–—~|] |[(/]/;
/** Nobody abbreviates longer parts; leaving them out keeps the index small. */
const MAX_WORDS = 9;
const MIN_LETTERS = 2;

const isNumber = (word: string) => /^\d/.test(word);
const initial = (word: string) => (isNumber(word) ? word : (/^./u.exec(word)?.[0] ?? ''));
const initials = (words: readonly string[]) => words.map(initial).join('');

function* ofPart(words: readonly string[]): Generator<string> {
  const letters = words.filter((word) => !isNumber(word));
  if (letters.length < MIN_LETTERS || words.length > MAX_WORDS) return;
  yield initials(letters); // gta, which a query then follows with the number or the subtitle
  if (letters.length < words.length) yield initials(words); // gta5
}

/**
 * What people shorten the title to: the initials of each part and of the whole, with and without its numbers, with
 * and without its leading article. "Grand Theft Auto V" → gta, gta5; "The Lord of the Rings" → tlotr, lotr.
 */
export function acronymsOf(title: string): string[] {
  const parts = title.split(PART_BREAK).map((part) => foldWords(part).map(arabic));
  const whole = parts.flat();
  const all = new Set<string>();
  for (const words of parts.length > 1 ? [...parts, whole] : parts) {
    for (const acronym of ofPart(words)) all.add(acronym);
    if (isArticle(words[0] ?? '')) for (const acronym of ofPart(words.slice(1))) all.add(acronym);
  }
  return [...all];
}
