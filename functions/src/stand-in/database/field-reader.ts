import type { Database } from './database.ts';
import type { Path } from '../query/query.ts';
import { targetOf } from './schema.ts';
import type { Table } from './table.ts';

/** The values at a path of a row: none where the field is absent, several for a list or behind several ids. */
export type FieldReader = (row: number) => unknown[];

export function createFieldReader(database: Database, table: Table, [field, ...rest]: Path): FieldReader {
  const column = field === undefined ? undefined : table.columns.get(field);
  if (field === undefined || column === undefined) return () => [];
  const target = targetOf(table.endpoint, field);
  if (rest.length === 0) return target === undefined ? (row) => parseValues(column.json(row)) : column.ids;

  // The id of what is referred to is known even where nothing else of it is.
  if (rest.length === 1 && rest[0] === 'id') return column.ids;
  const targetTable = target === undefined ? undefined : database.table(target);
  if (targetTable === undefined) return () => [];
  const read = createFieldReader(database, targetTable, rest);
  return (row) =>
    column.ids(row).flatMap((id) => {
      const targetRow = targetTable.rowOf(id);
      return targetRow === undefined ? [] : read(targetRow);
    });
}

function parseValues(json: string | undefined): unknown[] {
  if (json === undefined) return [];
  const value: unknown = JSON.parse(json);
  return Array.isArray(value) ? value : [value];
}
