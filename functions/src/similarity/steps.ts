import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RAW_TABLES, readSpec, SQL_DIR } from '../tables.ts';
import type { Row, TableSpec } from '../warehouse.ts';
import { readSql } from './macros.ts';
import { readSeed } from './seeds.ts';
import { inOrder } from './step-order.ts';

/** A SELECT of the rows that should not be there. */
export interface Check {
  /** Path below functions/sql: of the SELECT, or of the spec that it follows from. */
  file: string;
  sql: string;
}

/** A table or view that a SELECT or a seed file makes. */
export interface Step {
  /** Path below functions/sql, for error messages. */
  file: string;
  table: TableSpec;
  /** One SELECT, or the rows of a seed. */
  source: string | readonly Row[];
  /** What must hold of the table, and of those before it, once it is built. */
  checks: Check[];
}

/** The folders of functions/sql whose steps make tables and views. `release` is built by publish, the others by similarity. */
export const STEP_FOLDERS = ['seeds', 'staging', 'features', 'similarity', 'release', 'views'] as const;
export type StepFolder = (typeof STEP_FOLDERS)[number];

/**
 * The steps of some folders, all of them by default, in an order in which every table comes after those it reads. The order
 * follows from the SQL alone (step-order.ts); files have no numbers.
 */
export function stepsOf(...folders: StepFolder[]): Step[] {
  const all = STEP_FOLDERS.flatMap((folder) => stepsIn(folder).map((step) => ({ folder, step })));
  const folderOf = new Map(all.map(({ folder, step }) => [step, folder]));
  const ordered = inOrder([...folderOf.keys()], RAW_TABLES);
  if (folders.length === 0) return ordered;
  return ordered.filter((step) => folders.some((folder) => folder === folderOf.get(step)));
}

/** `games.sql` or `games.csv` beside `games.json`, by name. */
function stepsIn(folder: string): Step[] {
  return namesIn(folder)
    .filter((name) => /^\w+\.(sql|csv)$/.test(name))
    .map((name) => {
      const [stem = ''] = name.split('.');
      const file = `${folder}/${name}`;
      const specFile = `${folder}/${stem}.json`;
      const table = readSpec(specFile);
      const ofSpec = tableCheck(table);
      return {
        file,
        table,
        source: name.endsWith('.csv') ? readSeed(file, table) : readSql(file),
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
