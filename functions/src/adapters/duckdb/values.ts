import {
  type DuckDBAppender,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { ColumnType, Value } from '../../warehouse.ts';

const MS_PER_DAY = 86_400_000;
const MICROS_PER_MS = 1000n;

/** What DuckDB answers, as the warehouse's rows carry it. */
export function fromDuckDb(value: DuckDBValue): Value {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    typeof value === 'number'
  ) {
    return value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBTimestampTZValue || value instanceof DuckDBTimestampValue) {
    return new Date(Number(value.micros / MICROS_PER_MS)).toISOString();
  }
  if (value instanceof DuckDBDateValue) return new Date(value.days * MS_PER_DAY).toISOString().slice(0, 10);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  return value.toString();
}

/** Appends one value of a row to the column it belongs to. */
export function appendValue(appender: DuckDBAppender, type: ColumnType, value: Value): void {
  if (value === null) appender.appendNull();
  else if (type === 'INT64') appender.appendBigInt(BigInt(value));
  else if (type === 'FLOAT64') appender.appendDouble(Number(value));
  else if (type === 'BOOL') appender.appendBoolean(value === true);
  else if (type === 'TIMESTAMP') {
    appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(epochMs(value)) * MICROS_PER_MS));
  } else if (type === 'DATE')
    appender.appendDate(new DuckDBDateValue(Math.floor(epochMs(value) / MS_PER_DAY)));
  else appender.appendVarchar(String(value));
}

function epochMs(value: Value): number {
  const ms = Date.parse(String(value));
  if (Number.isNaN(ms)) throw new RangeError(`Expected ISO 8601 time, found ${JSON.stringify(value)}`);
  return ms;
}
