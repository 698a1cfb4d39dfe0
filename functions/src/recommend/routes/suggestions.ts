import type { FilterOption } from '@playkin/shared/api.ts';
import { foldWords } from '@playkin/shared/fold.ts';
import { isTypoOf, typosAllowed } from '../search/typos.ts';

/** As many as one takes in at a glance. */
export const MAX_SUGGESTIONS = 3;

const OR = new Intl.ListFormat('en', { type: 'disjunction' });

/** A sentence to follow a message, with the space before it; empty where there is nothing near. */
export function didYouMean(near: readonly { slug: string; name: string }[]): string {
  const options = near.slice(0, MAX_SUGGESTIONS).map(({ slug, name }) => `${slug} (${name})`);
  return options.length === 0 ? '' : ` Did you mean ${OR.format(options)}?`;
}

const wordsOf = ({ slug, name }: Pick<FilterOption, 'slug' | 'name'>): string[] => [
  ...foldWords(name),
  ...foldWords(slug),
];

/** The options that may be meant: for every word typed one of theirs begins so, or differs by a typo. In their order. */
export function nearOptions<O extends Pick<FilterOption, 'slug' | 'name'>>(
  options: readonly O[],
  typed: string,
): O[] {
  const typedWords = foldWords(typed);
  if (typedWords.length === 0) return [];
  const isNear = (word: string, own: string) =>
    own.startsWith(word) || isTypoOf(word, own, typosAllowed(word, true));
  return options.filter((option) => {
    const own = wordsOf(option);
    return typedWords.every((word) => own.some((ownWord) => isNear(word, ownWord)));
  });
}
