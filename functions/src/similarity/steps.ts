import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSpec, readSql, SQL_DIR } from '../tables.ts';
import type { TableSpec } from '../warehouse.ts';

/** A SELECT of the rows that should not be there. */
export interface Check {
  /** Path below functions/sql: of the SELECT, or of the spec that it follows from. */
  file: string;
  sql: string;
}

/** A table or view that one SELECT builds. */
export interface SqlStep {
  /** Path below functions/sql, for error messages. */
  file: string;
  table: TableSpec;
  sql: string;
  /** What must hold of the table, and of those before it, once it is built. */
  checks: Check[];
}

/** The steps of one folder, in the order of their file names (`10_games.sql` beside `10_games.json`). */
export function sqlSteps(folder: string): SqlStep[] {
  return namesIn(folder)
    .filter((name) => /^\d+_\w+\.sql$/.test(name))
    .map((name) => {
      const stem = name.slice(0, -'.sql'.length);
      const specFile = `${folder}/${stem}.json`;
      const table = readSpec(specFile);
      const ofSpec = tableCheck(table);
      return {
        file: `${folder}/${name}`,
        table,
        sql: readSql(`${folder}/${name}`),
        checks: [
          ...(ofSpec === undefined ? [] : [{ file: specFile, sql: ofSpec }]),
          ...checksIn(folder, stem),
        ],
      };
    });
}

/** The checks written in a folder, of one step or of all. */
export const checksIn = (folder: string, stem = ''): Check[] =>
  namesIn(folder)
    .filter((name) => name.startsWith(stem === '' ? '' : `${stem}.`) && name.endsWith('.check.sql'))
    .map((name) => ({ file: `${folder}/${name}`, sql: readSql(`${folder}/${name}`) }));

const namesIn = (folder: string) => readdirSync(join(SQL_DIR, folder)).sort();

/**
 * What a table's spec promises, as a SELECT of the rows that break it: keys are unique and without NULL, required columns
 * are never NULL. Undefined for a view, whose tables have checks of their own.
 */
export function tableCheck({ name, key, columns, view }: TableSpec): string | undefined {
  if (view === true) return undefined;
  const required = Object.keys(columns).filter(
    (column) => columns[column]?.required === true && !key.includes(column),
  );
  const broken = [
    'COUNT(*) > 1',
    ...key.map((column) => `${column} IS NULL`),
    ...required.map((column) => `COUNT(${column}) < COUNT(*)`),
  ];
  const keys = key.join(', ');
  return `SELECT ${keys}, COUNT(*) AS times\nFROM ${name}\nGROUP BY ${keys}\nHAVING ${broken.join(' OR ')}`;
}
