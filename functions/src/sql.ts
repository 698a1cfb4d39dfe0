import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TableSpec } from './warehouse.ts';

/** functions/sql, whose folders are numbered in the order they are built. */
export const SQL_DIR = join(import.meta.dirname, '..', 'sql');

/** A table that one SELECT builds. */
export interface SqlStep {
  /** Path below functions/sql, for error messages. */
  file: string;
  table: TableSpec;
  sql: string;
  /** SELECTs that return the rows that should not be there, by file. */
  checks: { file: string; sql: string }[];
}

/** Text of a file below functions/sql. */
export const readSql = (path: string) => readFileSync(join(SQL_DIR, path), 'utf8');
const readSpec = (path: string) => JSON.parse(readSql(path)) as TableSpec;

/** The spec of a table that no SELECT builds: raw_games, rejects, runs. */
export const rawTable = (name: 'raw_games' | 'rejects' | 'runs'): TableSpec => readSpec(`0-raw/${name}.json`);

/** The steps of one folder, in the order of their file names (`10_games.sql` beside `10_games.json`). */
export function sqlSteps(folder: string): SqlStep[] {
  const names = readdirSync(join(SQL_DIR, folder)).sort();
  return names
    .filter((name) => /^\d+_\w+\.sql$/.test(name))
    .map((name) => {
      const stem = name.slice(0, -'.sql'.length);
      const isCheck = (other: string) => other.startsWith(`${stem}.check`) && other.endsWith('.sql');
      return {
        file: `${folder}/${name}`,
        table: readSpec(`${folder}/${stem}.json`),
        sql: readSql(`${folder}/${name}`),
        checks: names
          .filter(isCheck)
          .map((check) => ({ file: `${folder}/${check}`, sql: readSql(`${folder}/${check}`) })),
      };
    });
}
