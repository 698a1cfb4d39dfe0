import type { Database } from '../database/database.ts';
import { createFieldReader } from '../database/field-reader.ts';
import type { Table } from '../database/table.ts';

/** How well a row answers a search; 0 for not at all. */
export type Relevance = (row: number) => number;

/**
 * Compares the text with names and alternative names, without regard to case, accents and punctuation: every word of it
 * must begin a word of the name. Better is, in this order: the same name; a name that begins with the text; the same
 * words; among equals, more words of the name used.
 *
 * IGDB's own ranking is not documented, and finds more than this.
 */
export function createRelevance(database: Database, table: Table, text: string): Relevance {
  const wanted = wordsOf(text);
  const readers = [['name'], ['alternative_names', 'name']].map((path) =>
    createFieldReader(database, table, path),
  );
  return (row) => {
    const names = readers.flatMap((read) => read(row)).filter((name) => typeof name === 'string');
    return Math.max(0, ...names.map((name) => scoreOf(wanted, wordsOf(name))));
  };
}

const SAME = 3;
const BEGINS = 2;
const CONTAINS = 1;

function scoreOf(wanted: string[], name: string[]): number {
  if (wanted.length === 0 || !wanted.every((word) => name.some((other) => other.startsWith(word)))) return 0;
  const [phrase, whole] = [wanted.join(' '), name.join(' ')];
  const share = wanted.length / (name.length + 1);
  if (whole === phrase) return SAME + share;
  return (whole.startsWith(phrase) ? BEGINS : CONTAINS) + share;
}

/** Letters and digits only, lower case, without accents. */
function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return plain.split(/[^\p{Letter}\p{Number}]+/u).filter((word) => word !== '');
}
