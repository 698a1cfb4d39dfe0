import type { JobMetadata } from '@google-cloud/bigquery';
import type { ColumnSpec, Params, Row, Value } from '../../warehouse.ts';

type JobConfiguration = NonNullable<JobMetadata['configuration']>;
type QueryParameters = NonNullable<NonNullable<JobConfiguration['query']>['queryParameters']>;

/** A column of a result, in the REST API's (old) type names. */
export interface ResultField {
  name?: string;
  type?: string;
}

/** A row of a result: a cell a column, its value as text or null. */
export interface ResultRow {
  f?: { v?: unknown }[];
}

const MICROS_PER_MS = 1000;

/**
 * A row as the warehouse's rows carry it. Times must have been asked for as microseconds (`useInt64Timestamp`): a second as a
 * floating-point number has not the digits for them.
 */
export function fromBigQuery(fields: ResultField[], row: ResultRow): Row {
  const cells = row.f ?? [];
  return Object.fromEntries(
    fields.map(({ name = '', type = '' }, i) => [name, fromCell(type, cells[i]?.v ?? null)]),
  );
}

function fromCell(type: string, cell: unknown): Value {
  if (cell === null) return null;
  const text = String(cell);
  switch (type) {
    case 'INTEGER':
    case 'INT64':
    case 'FLOAT':
    case 'FLOAT64':
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return Number(text);
    case 'BOOLEAN':
    case 'BOOL':
      return text === 'true';
    case 'TIMESTAMP':
      return new Date(Math.floor(Number(text) / MICROS_PER_MS)).toISOString();
    default:
      return text;
  }
}

/** Named parameters of a query job; a number without a fraction is an INT64. */
export const toQueryParameters = (params: Params): QueryParameters =>
  Object.entries(params).map(([name, value]) => ({
    name,
    parameterType: { type: parameterType(value) },
    parameterValue: { value: String(value) },
  }));

function parameterType(value: string | number | boolean): string {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'boolean') return 'BOOL';
  return Number.isInteger(value) ? 'INT64' : 'FLOAT64';
}

/** The row as a line of a load job's NDJSON; a column that it does not have is NULL. */
export const toLine = (columns: [string, ColumnSpec][], row: Row): string =>
  `${JSON.stringify(Object.fromEntries(columns.map(([column]) => [column, row[column] ?? null])))}\n`;
