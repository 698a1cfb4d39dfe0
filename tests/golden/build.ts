import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildTables } from '@playkin/functions/src/similarity/build-tables.ts';
import { sqlSteps } from '@playkin/functions/src/similarity/steps.ts';
import { rawTable, readSql, SQL_DIR } from '@playkin/functions/src/tables.ts';
import type { Row, Warehouse } from '@playkin/functions/src/warehouse.ts';
import { fillTable } from '../support/fill-table.ts';
import { rawGame } from '../support/memory-warehouse.ts';
import type { GoldenCase } from './cases.ts';

/** Without their checks, which hold of a whole catalogue and not of tables given one by one. */
const STEPS = ['1-staging', '2-features', '3-similarity', '4-numbers']
  .flatMap(sqlSteps)
  .map((step) => ({ ...step, checks: [] }));
const EXPORTS = readdirSync(join(SQL_DIR, '5-export')).map((file) => `export-${basename(file, '.sql')}`);

/** Names that a folder of cases may have. */
export const STEP_NAMES = [...STEPS.map(({ table }) => table.name), ...EXPORTS];

const stepOf = (table: string) => STEPS.find((step) => step.table.name === table);
const exportSql = (name: string) => readSql(`5-export/${name.slice('export-'.length)}.sql`);
const sqlOf = (name: string) => stepOf(name)?.sql ?? exportSql(name);
const tablesRead = (sql: string) =>
  [...sql.matchAll(/\b(?:FROM|JOIN) (\w+)/g)].map(([, table]) => table ?? '');

/** The table and those it is made from, all the way up, except where a table is given. */
function needed(name: string, given: ReadonlyMap<string, unknown>, found = new Set<string>()): Set<string> {
  if (found.has(name) || given.has(name) || !STEP_NAMES.includes(name)) return found;
  found.add(name);
  for (const table of tablesRead(sqlOf(name))) needed(table, given, found);
  return found;
}

/** The rows that the step makes of the case's records and tables, in order of its key. */
export async function build(warehouse: Warehouse, { step, records, given }: GoldenCase): Promise<Row[]> {
  await fillTable(warehouse, rawTable('raw_games'), records.map(rawGame));
  for (const [name, rows] of given) {
    const table = name === 'raw_games' ? rawTable('raw_games') : stepOf(name)?.table;
    if (table === undefined) throw new Error(`${name}.jsonl: there is no table ${name}`);
    await fillTable(warehouse, table, rows);
  }
  const names = needed(step, given);
  const steps = STEPS.filter(({ table }) => names.has(table.name));
  await buildTables(warehouse, steps, () => undefined);
  const key = stepOf(step)?.table.key.join(', ');
  const sql = key === undefined ? exportSql(step) : `SELECT * FROM ${step} ORDER BY ${key}`;
  return (await Array.fromAsync(warehouse.query(sql))).map(plain);
}

/** Engines may differ in a float's last digits. */
const DECIMALS = 9;

/** The row as a case has it: numbers rounded, nulls left out. */
export function plain(row: Row): Row {
  const known = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(
    known.map(([column, value]) => [
      column,
      typeof value === 'number' ? Number(value.toFixed(DECIMALS)) : value,
    ]),
  );
}
