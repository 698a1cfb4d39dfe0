import { slicesFor } from '@playkin/functions/src/similarity/build-tables.ts';
import { type Step, stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import type { Row, TableSpec, Value, Warehouse } from '@playkin/functions/src/warehouse.ts';
import { type GameRecord, rawGame } from '../support/memory-warehouse.ts';

const TOLERANCE = 1e-6;
/** Joining on `<` is a nested loop in SQLite: longer lists are cut here, in both engines. */
const LONGEST_LIST = 256;
/** Of the phrases of the lexicon, which are compared with each word of each text, both engines are given one of so many. */
const ONE_PHRASE_OF = 50;
/** The emulator's JSON_VALUE writes 1.2e+07 for a number of more digits. */
const LARGEST_NUMBER = 999_999;
const SUBSTITUTES_FROM = 500_000;

/** The emulator's SUBSTR counts bytes: of the letters beyond ASCII only punctuation, which parts words, stays. */
const BEYOND_ASCII = /[^\p{ASCII}–—“”‘’…·•™®©]/gu;
/** The emulator's JSON_VALUE(item, '$.name') of a number is that number: bare ids become objects. */
const MAY_BE_BARE = ['collection', 'franchise'];

/**
 * The records without what the emulator misreads: each large number, such as a time, becomes a smaller one of its own, each
 * bare id an object with an id, each letter its plain one.
 */
function readableByEmulator(records: GameRecord[]): GameRecord[] {
  const substitutes = new Map<number, number>();
  const toObject = (value: unknown) => (typeof value === 'number' ? { id: value } : value);
  const readable = (key: string, value: unknown): unknown => {
    if (typeof value === 'string') return value.normalize('NFD').replaceAll(BEYOND_ASCII, '');
    if (Array.isArray(value)) return value.map(toObject);
    if (MAY_BE_BARE.includes(key)) return toObject(value);
    if (typeof value !== 'number' || value <= LARGEST_NUMBER) return value;
    const substitute = substitutes.get(value) ?? SUBSTITUTES_FROM + substitutes.size;
    substitutes.set(value, substitute);
    return substitute;
  };
  return records.map((record) => JSON.parse(JSON.stringify(record, readable)) as GameRecord);
}

const STEPS: Step[] = stepsOf('seeds', 'staging', 'features', 'similarity', 'release')
  // Few games need one slice; slices are tested in jobs.test.ts.
  .map((step) => ({ ...step, table: slicesFor(step.table, 0) }))
  .map((step) =>
    step.table.name === 'positions' && typeof step.source === 'string'
      ? { ...step, source: `SELECT position FROM (${step.source}\n) WHERE position < ${LONGEST_LIST}` }
      : step,
  )
  .map((step) =>
    step.table.name === 'learned_phrases' && typeof step.source !== 'string'
      ? { ...step, source: step.source.filter((_, i) => i % ONE_PHRASE_OF === 0) }
      : step,
  );

/** Builds every table in both warehouses; answers where they differ, as sentences, the first few of each table. */
export async function differences(
  expected: Warehouse,
  actual: Warehouse,
  records: GameRecord[],
): Promise<string[]> {
  const found: string[] = [];
  for (const warehouse of [expected, actual]) {
    await warehouse.upsert(rawTable('raw_games'), readableByEmulator(records).map(rawGame));
  }
  for (const { table, source, checks } of STEPS) {
    for (const warehouse of [expected, actual]) await warehouse.materialize(table, source);
    for (const { file, sql: check } of checks) {
      for (const row of await Array.fromAsync(actual.query(check)))
        found.push(`${file}: ${JSON.stringify(row)}`);
    }
    found.push(...compare(table, await rowsOf(expected, table), await rowsOf(actual, table)).slice(0, 5));
  }
  return found;
}

const rowsOf = (warehouse: Warehouse, { name, key }: TableSpec) =>
  Array.fromAsync(warehouse.query(`SELECT * FROM ${name} ORDER BY ${key.join(', ')}`));

function compare({ name, columns }: TableSpec, expected: Row[], actual: Row[]): string[] {
  const found =
    expected.length === actual.length ? [] : [`${name}: ${expected.length} rows, ${actual.length} rows`];
  for (const [i, row] of expected.entries()) {
    const other = actual[i] ?? {};
    const column = Object.keys(columns).find((column) => !same(row[column] ?? null, other[column] ?? null));
    if (column !== undefined)
      found.push(`${name}.${column}: ${JSON.stringify(row)}, ${JSON.stringify(other)}`);
  }
  return found;
}

function same(a: Value, b: Value): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  // Ids and ranks are whole and equal; what is measured may differ by the order of its sum.
  return Number.isInteger(a) && Number.isInteger(b) ? a === b : Math.abs(a - b) <= TOLERANCE;
}
