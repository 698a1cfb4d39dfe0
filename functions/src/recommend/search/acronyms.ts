import { arabic } from '@playkin/shared/fold.ts';
import { isArticle } from './articles.ts';
import type { SplitCompound } from './compounds.ts';

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

const PART = new Set(['part', 'episode', 'vol', 'volume', 'chapter']);

/** Without the word that counts the parts: "The Last of Us Part II" is tlou2 as well as tloup2. */
function withoutPart(words: readonly string[]): readonly string[] {
  return words.filter((word, i) => !(PART.has(word) && isNumber(words[i + 1] ?? '')));
}

/**
 * What people shorten the title to: the initials of each part and of the whole, with and without its numbers, with
 * and without its leading article, its "and" and its "part", and up to its number: "Assassin's Creed IV Black Flag" → ac4. "Grand Theft Auto V" → gta, gta5; "The Lord of the Rings" → tlotr, lotr.
 * @param parts the words of each part of the title
 * @param split where given, also with compounds as the words they are made of: "Battlefield: Bad Company 2" → bfbc2
 */
export function acronymsOf(parts: readonly (readonly string[])[], split?: SplitCompound): string[] {
  const all = new Set<string>();
  addAcronyms(parts, all);
  if (split) {
    const apart = parts.map((part) => part.flatMap((word) => split(word) ?? [word]));
    if (apart.some((part, i) => part.length > (parts[i]?.length ?? 0))) addAcronyms(apart, all);
  }
  return [...all];
}

function addAcronyms(parts: readonly (readonly string[])[], all: Set<string>): void {
  const numbered = parts.map((part) => part.map(arabic));
  const whole = numbered.flat();
  for (const words of numbered.length > 1 ? [...numbered, whole] : numbered) {
    const number = words.findLastIndex(isNumber);
    const versions = [
      words,
      withoutPart(words),
      words.filter((word) => word !== 'and'),
      words.slice(0, number + 1),
    ];
    for (const version of versions) {
      for (const acronym of ofPart(version)) all.add(acronym);
      if (isArticle(version[0] ?? '')) for (const acronym of ofPart(version.slice(1))) all.add(acronym);
    }
  }
}
