import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableCheck } from '../table-checks.ts';
import type { TableSpec } from '../warehouse.ts';

/** functions/sql, whose folders are numbered in the order they are built. */
export const SQL_DIR = join(import.meta.dirname, '..', '..', 'sql');

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

/** Text of a file below functions/sql. */
export const readSql = (path: string) => readFileSync(join(SQL_DIR, path), 'utf8');
const readSpec = (path: string) => JSON.parse(readSql(path)) as TableSpec;

/** The tables that no SELECT builds. */
export const RAW_TABLES = ['raw_games', 'rejects', 'runs', 'quality'] as const;

/** The spec of a table that no SELECT builds. */
export const rawTable = (name: (typeof RAW_TABLES)[number]): TableSpec => readSpec(`0-raw/${name}.json`);

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
