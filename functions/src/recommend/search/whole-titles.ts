import type { Matches } from './matches.ts';
import type { SearchIndex } from './search-index.ts';
import { letterKey, longerFrom, stretchesFrom } from './stretches.ts';
import { bits, setOfUnits, typoCounter, unitsOf } from './typos.ts';

/** Shorter ones are too often another title. */
const LEAST_LETTERS = 5;
/** How many typos are forgiven in a whole title of so many letters: [letters, typos]. */
const TYPOS: readonly (readonly [number, number])[] = [
  [14, 3],
  [9, 2],
  [6, 1],
];
/** Longer titles are not compared whole. */
const MAX_LETTERS = 64;

/** What people hear and what titles write: "leftfordead", "fortnight". */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/for/, '4'],
  [/four/, '4'],
  [/to/, '2'],
  [/two/, '2'],
  [/three/, '3'],
  [/night/, 'nite'],
  [/light/, 'lite'],
  [/ck?s/, 'x'],
];

const digitsOf = (text: string) => text.replace(/\D+/g, '');

/** Lays a title's letters end to end from one of its words on. @returns how many there are */
function layOut({ titles, numerals }: SearchIndex, title: number, from: number, into: Uint16Array): number {
  const { words, chars, start } = titles;
  let length = 0;
  for (let i = from; i < (words.start[title + 1] ?? 0); i++) {
    const word = words.values[i] ?? 0;
    const digits = numerals.get(word);
    const source = digits ?? chars;
    const end = digits ? digits.length : (start[word + 1] ?? 0);
    for (let c = digits ? 0 : (start[word] ?? 0); c < end && length < into.length; c++)
      into[length++] = source[c] ?? 0;
  }
  return length;
}

/**
 * Titles whose letters, whatever words they stand in, are those typed but for a few typos: "leftfordead", "rocketleage",
 * "rimwrold". Also titles that only begin so, and those whose subtitle does.
 */
export function addWholeTitles(index: SearchIndex, words: readonly string[], matches: Matches): void {
  const joined = words.join('');
  if (joined.length < LEAST_LETTERS || joined.length > MAX_LETTERS) return;
  addSpelling(index, joined, matches);
  for (const [heard, written] of SPELLINGS) {
    if (heard.test(joined)) addSpelling(index, joined.replace(heard, written), matches);
  }
}

function addSpelling(index: SearchIndex, typed: string, matches: Matches): void {
  const { titles, stretches } = index;
  const units = unitsOf(typed);
  const set = setOfUnits(units);
  const max = TYPOS.find(([letters]) => units.length >= letters)?.[1] ?? 0;
  const count = typoCounter(units);
  const digits = digitsOf(typed);
  const buffer = new Uint16Array(units.length + max);

  const compare = (title: number, before: number, isLonger: boolean) => {
    const length = layOut(index, title, (titles.words.start[title] ?? 0) + before, buffer);
    // With more of the title to come, one typo fewer is forgiven.
    const mistakes = count(buffer, 0, length, isLonger ? Math.max(0, max - 1) : max, isLonger);
    if (mistakes === undefined) return;
    // Numbers tell the parts of a series apart.
    const own = digitsOf(String.fromCharCode(...buffer.subarray(0, length)));
    if (isLonger ? !own.startsWith(digits) : own !== digits) return;
    const tier = mistakes === 0 ? 'words' : 'typo';
    if (isLonger) matches.add(title, { tier, leftOut: mistakes, reread: true });
    else matches.add(title, { tier, mistakes: before === 0 ? mistakes : mistakes + 1, reread: true });
  };

  const [first = 0, second = 0, third = 0] = units;
  const seconds = new Set([first, second, third].map(letterKey));
  // A typo in the first letter is rare; a swap, or a letter too many, less so.
  for (const key of new Set([letterKey(first), letterKey(second)])) {
    const [from, to] = stretchesFrom(stretches, key, units.length - max);
    const longer = longerFrom(stretches, key, units.length + max);
    for (let i = from; i < to; i++) {
      const isLonger = i >= longer;
      if (bits(set & ~(stretches.letters[i] ?? 0)) > (isLonger ? max - 1 : max)) continue;
      if (isLonger && !seconds.has(stretches.second[i] ?? 0)) continue;
      compare(stretches.title[i] ?? 0, stretches.before[i] ?? 0, isLonger);
    }
  }
}
