import { foldWords } from '@playkin/shared/fold.ts';

/** What stands before a subtitle. */
const BEFORE_SUBTITLE = /^[^:]*/;
const NUMERAL = /^(\d+|[ivx]+)$/;

/**
 * The words that games of a series begin with, as far as a title shows: those before the subtitle and the first numeral.
 * `Half-Life 2: Episode One` → `half life`.
 */
function seriesWords(name: string): string {
  const words = foldWords(BEFORE_SUBTITLE.exec(name)?.[0] ?? '');
  const numeral = words.findIndex((word, i) => i > 0 && NUMERAL.test(word));
  return (numeral === -1 ? words : words.slice(0, numeral)).join(' ');
}

/** Whether a title is of the series that the other one's beginning names. */
export const isTitledLike = (name: string, other: string): boolean => {
  const series = seriesWords(other);
  return series !== '' && `${foldWords(name).join(' ')} `.startsWith(`${series} `);
};
