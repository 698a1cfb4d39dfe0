import type { Row, Value } from '../warehouse.ts';
import type { Format } from './arguments.ts';

const show = (value: Value | undefined) => (value === null || value === undefined ? '' : String(value));

/** Rows as a text table, as CSV (RFC 4180) or as one JSON object a line. Without rows: nothing. */
export function formatRows(rows: readonly Row[], format: Format): string {
  if (format === 'json') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return '';
  return format === 'csv' ? csv(columns, rows) : table(columns, rows);
}

function csv(columns: string[], rows: readonly Row[]): string {
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns, ...rows.map((row) => columns.map((column) => show(row[column])))];
  return lines.map((line) => `${line.map(quote).join(',')}\r\n`).join('');
}

function table(columns: string[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => show(row[column]).replaceAll(/\s+/g, ' ')));
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...cells.map((line) => line[i]?.length ?? 0)),
  );
  const isNumber = columns.map((column) => rows.every((row) => typeof (row[column] ?? 0) === 'number'));
  const draw = (line: string[]) =>
    line
      .map((text, i) => (isNumber[i] === true ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width));
  return [columns, rule, ...cells].map((line) => `${draw(line)}\n`).join('');
}
