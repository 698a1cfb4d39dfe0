import { globSync } from 'node:fs';
import { readSql } from '@playkin/functions/src/similarity/macros.ts';
import { buildTables, slicesFor } from '@playkin/functions/src/similarity/build-tables.ts';
import { tablesRead } from '@playkin/functions/src/similarity/step-order.ts';
import { type Step, stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { rawTable, SQL_DIR } from '@playkin/functions/src/tables.ts';
import type { Row, Warehouse } from '@playkin/functions/src/warehouse.ts';
import { fillTable } from '../support/fill-table.ts';
import { rawGame } from '../support/memory-warehouse.ts';
import type { GoldenCase } from './cases.ts';

/** Without their checks, which hold of a whole catalogue and not of tables given one by one. */
const STEPS = stepsOf('seeds', 'staging', 'features', 'similarity', 'release').map((step) => ({
  ...step,
  table: slicesFor(step.table, 0),
  checks: [],
}));
const EXPORTS = globSync('export/*.sql', { cwd: SQL_DIR });

const nameOf = (file: string) => file.replace(/\.\w+$/, '');
const stepOf = (table: string) => STEPS.find((step) => step.table.name === table);

/** What there may be cases of, as in {@link GoldenCase.step}. */
export const STEP_NAMES = [...STEPS.map(({ file }) => file), ...EXPORTS].map(nameOf);

/** The step's table and those it is made from, all the way up, except where a table is given. */
function needed(names: string[], given: ReadonlyMap<string, unknown>): Step[] {
  const found = new Set<Step>();
  const add = (name: string) => {
    const step = stepOf(name);
    if (step === undefined || found.has(step) || given.has(name)) return;
    found.add(step);
    if (typeof step.source === 'string') tablesRead(step.source).forEach(add);
  };
  names.forEach(add);
  return STEPS.filter((step) => found.has(step));
}

/** The rows that the step makes of the case's records and tables, in order of its key; of an export, of its first two columns. */
export async function build(
  warehouse: Warehouse,
  { file, step, records, tables }: GoldenCase,
): Promise<Row[]> {
  await fillTable(warehouse, rawTable('raw_games'), records.map(rawGame));
  for (const [name, rows] of tables) {
    const table = name === 'raw_games' ? rawTable('raw_games') : stepOf(name)?.table;
    if (table === undefined) throw new Error(`${file}: there is no table ${name}`);
    await fillTable(warehouse, table, rows);
  }
  const tested = STEPS.find((known) => nameOf(known.file) === step);
  const exportSql =
    tested === undefined ? `SELECT * FROM (${readSql(`${step}.sql`)}\n) ORDER BY 1, 2` : undefined;
  const names = exportSql === undefined ? [tested?.table.name ?? ''] : tablesRead(exportSql);
  await buildTables(warehouse, needed(names, tables), () => undefined);
  const key = tested?.table.key.join(', ') ?? '';
  const sql = exportSql ?? `SELECT * FROM ${names.join()} ORDER BY ${key}`;
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
