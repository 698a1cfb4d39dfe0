import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something people type that is hard to find, and the game they mean. */
export interface HardQuery {
  /** What makes it hard. */
  kind: string;
  query: string;
  /** IGDB's ids: any of these games is right, because the words do not tell them apart. */
  ids: number[];
  /** Their names, for the reader. */
  names: string;
  /** `alias`: no title in the catalogue holds these words, only an alternative name would. */
  needs: '' | 'alias';
}

/** The cells of a line of CSV; quotes only around a whole cell. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

/** The table {@link HARD_QUERIES}, or another of the same form. */
export function readHardQueries(path: string): HardQuery[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [kind = '', query = '', ids = '', names = '', needs = ''] = cellsOf(line);
    return { kind, query, ids: ids.split(' ').map(Number), names, needs: needs === 'alias' ? 'alias' : '' };
  });
}

/** Written before search was tuned for them. */
export const HARD_QUERIES = join(import.meta.dirname, 'hard-queries.csv');

/** Written after it had been tuned for the first table, in four lots; search has been tuned for their kinds since. */
export const LATER_QUERIES = join(import.meta.dirname, 'later-queries.csv');

/** Written after it had been tuned for the others. README.md has how it answered when it met each table. */
export const UNSEEN_QUERIES = join(import.meta.dirname, 'unseen-queries.csv');
