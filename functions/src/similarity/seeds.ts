import { parse } from 'csv-parse/sync';
import { readText } from '../tables.ts';
import type { ColumnType, Row, TableSpec, Value } from '../warehouse.ts';

/**
 * The rows of a CSV file below functions/sql (RFC 4180, UTF-8), as the table's spec types them. Its first line names the columns of
 * the spec. An empty field is null.
 *
 * @throws Error naming the file, and the line of a row that does not fit
 */
export const readSeed = (file: string, table: TableSpec): Row[] => parseSeed(readText(file), file, table);

/** See {@link readSeed}. */
export function parseSeed(csv: string, file: string, { columns }: TableSpec): Row[] {
  const names = Object.keys(columns);
  const [header = [], ...records] = parse(csv, { relax_column_count: true });
  if (header.join() !== names.join()) {
    throw new Error(`${file}: its columns are ${header.join(', ')}; its spec has ${names.join(', ')}.`);
  }
  return records.map((fields, i) => {
    const where = `${file}, row ${i + 1}`;
    if (fields.length !== names.length) {
      throw new Error(`${where}: it has ${fields.length} fields instead of ${names.length}.`);
    }
    const entries = Object.entries(columns).map(([name, { type }], column): [string, Value] => {
      const value = typed(fields[column] ?? '', type);
      if (value === undefined)
        throw new Error(`${where}: ${name} is "${fields[column] ?? ''}", not ${type}.`);
      return [name, value];
    });
    return Object.fromEntries(entries);
  });
}

/** Undefined for a text that is no value of the type. */
function typed(text: string, type: ColumnType): Value | undefined {
  if (text === '') return null;
  if (type === 'STRING') return text;
  if (type === 'BOOL') return text === 'true' ? true : text === 'false' ? false : undefined;
  const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (type === 'FLOAT64') return number;
  if (type === 'INT64') return Number.isSafeInteger(number) ? number : undefined;
  // No seed has times or days yet.
  return undefined;
}
