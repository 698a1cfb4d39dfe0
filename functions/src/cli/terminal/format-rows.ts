import type { Row, Value } from '../../warehouse.ts';

const show = (value: Value | undefined) => (value === null || value === undefined ? '' : String(value));

/**
 * Rows as a text table, as CSV (RFC 4180) or as one JSON object a line. NULL is an empty cell, and null in JSON; without
 * rows there is nothing, since it is the rows that name the columns.
 */
export function formatRows(rows: readonly Row[], format: Format): string {
  if (format === 'json') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return '';
  return format === 'csv' ? csv(columns, rows) : table(columns, rows);
}

function csv(columns: string[], rows: readonly Row[]): string {
  // Text that is empty is quoted, so that it differs from NULL.
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = (value: Value | undefined) => (value === '' ? '""' : quote(show(value)));
  const lines = [columns.map(quote), ...rows.map((row) => columns.map((column) => cell(row[column])))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function table(columns: string[], rows: readonly Row[]): string {
  // A control character could move the cursor or colour the terminal: games are named by strangers.
  const cells = rows.map((row) =>
    columns.map((column) => show(row[column]).replaceAll(/[\s\p{Cc}]+/gu, ' ')),
  );
  const widths = columns.map((column, i) =>
    cells.reduce((widest, line) => Math.max(widest, textWidth(line[i] ?? '')), textWidth(column)),
  );
  const isNumber = columns.map((column) => rows.every((row) => typeof (row[column] ?? 0) === 'number'));
  const align = (text: string, i: number) => {
    const gap = ' '.repeat((widths[i] ?? 0) - textWidth(text));
    return isNumber[i] === true ? gap + text : text + gap;
  };
  const rule = widths.map((width) => '─'.repeat(width));
  return [columns, rule, ...cells].map((line) => `${line.map(align).join('  ').trimEnd()}\n`).join('');
}

const CHARACTERS = new Intl.Segmenter('en');
/** Most of what there is, and ten times as fast. */
const ASCII = /^[\x20-\x7e]*$/;
/** Scripts whose characters take two cells (Unicode's East Asian Width W and F, without its rarer blocks), and emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\p{Emoji_Presentation}]/u;

/** Cells that a text without control characters takes in a terminal. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of CHARACTERS.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

export const FORMATS = ['table', 'csv', 'json'] as const;

export type Format = (typeof FORMATS)[number];
