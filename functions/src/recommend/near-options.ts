import type { FilterOption } from '@playkin/shared/api.ts';
import { foldWords } from '@playkin/shared/fold.ts';
import { isTypoOf, typosAllowed } from './search/typos.ts';

const wordsOf = ({ slug, name }: FilterOption): string[] => [...foldWords(name), ...foldWords(slug)];

/** The options that may be meant: for every word typed one of theirs begins so, or differs by a typo. In their order. */
export function nearOptions(options: readonly FilterOption[], typed: string): FilterOption[] {
  const typedWords = foldWords(typed);
  if (typedWords.length === 0) return [];
  const isNear = (word: string, own: string) =>
    own.startsWith(word) || isTypoOf(word, own, typosAllowed(word, true));
  return options.filter((option) => {
    const own = wordsOf(option);
    return typedWords.every((word) => own.some((ownWord) => isNear(word, ownWord)));
  });
}
