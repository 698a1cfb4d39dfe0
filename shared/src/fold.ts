/** Letters that NFKD leaves whole, as people without such a key type them. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** From II on: a single I is a pronoun far more often than a number. */
const ROMAN_NUMERALS = 'ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx'.split(' ');
const ARABIC = new Map(ROMAN_NUMERALS.map((roman, i) => [roman, String(i + 2)]));

// Outside ASCII the Unicode property classes are needed, which are several times slower.
const NOT_ASCII = /[^\0-\x7f]/;
const TRADE_MARKS = /[™®©℠]/g;
const APOSTROPHES = /['’‘ʼ`´′]/g;

function plainLetters(text: string): string {
  const bare = text
    .replace(TRADE_MARKS, '')
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
  return bare.toLowerCase().replace(LETTER, (letter) => LETTERS[letter] ?? letter);
}

/** The digits of a Roman numeral II … XX in lower case; any other word as it is. */
export const arabic = (word: string): string => ARABIC.get(word) ?? word;

/**
 * The words of a title as they are compared: without accents, case, punctuation and apostrophes, `&` as "and".
 * Roman numerals stay as written; see {@link fold}.
 */
export function foldWords(text: string): string[] {
  const folded = NOT_ASCII.test(text)
    ? plainLetters(text)
        .replaceAll('&', ' and ')
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
    : text
        .toLowerCase()
        .replace(/['`]/g, '')
        .replaceAll('&', ' and ')
        .replace(/[^a-z0-9]+/g, ' ');
  const trimmed = folded.trim();
  return trimmed === '' ? [] : trimmed.split(' ');
}

/** {@link foldWords} joined by single spaces, Roman numerals II … XX as digits: equal for titles that people mean alike. */
export const fold = (text: string): string => foldWords(text).map(arabic).join(' ');

/** Words in -ies whose singular ends in -ie. */
const IE_PLURALS: ReadonlySet<string> = new Set(
  'zombies movies cookies rookies valkyries pixies genies indies newbies junkies'.split(' '),
);
/** Words in -s that are their own singular. */
const INVARIABLE: ReadonlySet<string> = new Set(['series', 'species']);

/** A word in lower case without the ending of an English plural: by the rules of functions/sql/features/text_words.sql. */
export function singular(word: string): string {
  if (INVARIABLE.has(word)) return word;
  if (IE_PLURALS.has(word)) return word.slice(0, -1);
  // SQL counts characters, not UTF-16 units.
  const { length } = [...word];
  if (length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return length > 3 && /s$/.test(word) && !/(ss|us)$/.test(word) ? word.slice(0, -1) : word;
}
