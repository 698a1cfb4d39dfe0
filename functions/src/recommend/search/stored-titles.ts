import type { ColumnReader, NumberColumn } from '@playkin/shared/columns.ts';
import { invert, type Rows } from '../../arrays/rows.ts';
import type { TitleIndex } from './search-index.ts';
import type { WordIndex } from './word-index.ts';

/**
 * The columns of search.bin. For `titles`, and in the same way for `acronyms`: titles.chars u16 and titles.start u32, the words as
 * {@link WordIndex} has them; titles.words.start u32 and titles.words u32, the words of each title. partStarts u16, wordless u32 and
 * addOns u8 as in {@link TitleIndex}. Titles are numbered as there.
 */
export function titleColumns(index: TitleIndex): Record<string, NumberColumn> {
  const { titles, acronyms, partStarts, wordless, addOns } = index;
  return {
    ...wordColumns('titles', titles),
    ...wordColumns('acronyms', acronyms),
    partStarts: numbers(partStarts),
    wordless: numbers(wordless),
    addOns: numbers(addOns),
  };
}

/** Typed arrays are never on shared memory here, which their types leave open. */
const numbers = (array: Uint8Array | Uint16Array | Uint32Array) => array as NumberColumn;

const wordColumns = (name: string, { chars, start, words }: WordIndex): Record<string, NumberColumn> => ({
  [`${name}.chars`]: numbers(chars),
  [`${name}.start`]: numbers(start),
  [`${name}.words.start`]: numbers(words.start),
  [`${name}.words`]: numbers(words.values),
});

export function viewTitles(columns: ColumnReader): TitleIndex {
  return {
    titles: viewWords('titles', columns),
    acronyms: viewWords('acronyms', columns),
    partStarts: columns.numbers('partStarts', 'u16'),
    wordless: columns.numbers('wordless', 'u32'),
    addOns: columns.numbers('addOns', 'u8'),
  };
}

function viewWords(name: string, columns: ColumnReader): WordIndex {
  const start = columns.numbers(`${name}.start`, 'u32');
  const words: Rows = {
    start: columns.numbers(`${name}.words.start`, 'u32'),
    values: columns.numbers(`${name}.words`, 'u32'),
  };
  const count = start.length - 1;
  return {
    count,
    chars: columns.numbers(`${name}.chars`, 'u16'),
    start,
    words,
    titles: invert(words, count),
  };
}
