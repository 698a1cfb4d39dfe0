import { type Language, LANGUAGES } from '@playkin/shared/release.ts';

/** Codes that browsers use for the two ways to write Norwegian. */
const NORWEGIAN = ['nb', 'nn'];

/**
 * The language in which a visitor reads the names of games: the first of theirs that games have names in. Undefined for English,
 * the language of this site and of IGDB's own names, and where games have names in none of theirs.
 *
 * @param preferred BCP 47 tags, as `navigator.languages` has them
 */
export function languageOf(preferred: readonly string[]): Language | undefined {
  for (const tag of preferred) {
    const [code = ''] = tag.toLowerCase().split('-');
    if (code === 'en') return undefined;
    const known = NORWEGIAN.includes(code) ? 'no' : code;
    if (known !== '' && LANGUAGES.some((language) => language === known)) return known as Language;
  }
  return undefined;
}
