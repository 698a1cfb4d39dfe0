import type { Row, Value } from '../../warehouse.ts';

const show = (value: Value | undefined) => (value === null || value === undefined ? '' : String(value));

/** Rows that a table's columns are measured by before any is shown, and that are formatted at a time. */
const GROUP_ROWS = 1000;

/**
 * Rows as a text table, as CSV (RFC 4180) or as one JSON object a line. NULL is an empty cell, and null in JSON; without
 * rows there is nothing, since it is the rows that name the columns.
 */
export function formatRows(rows: readonly Row[], format: Format): string {
  if (rows.length === 0) return '';
  const { head, body } = createFormatter(rows, format);
  return head + body(rows);
}

/**
 * The same in pieces, for rows without number: a thousand are in memory at a time. The columns of a table are as wide as the first
 * thousand rows need; a wider cell after these pushes the rest of its line to the right.
 */
export async function* formatStream(rows: AsyncIterable<Row>, format: Format): AsyncGenerator<string> {
  let formatter: Formatter | undefined;
  let group: Row[] = [];
  const flush = () => {
    const isFirst = formatter === undefined;
    formatter ??= createFormatter(group, format);
    const text = formatter.body(group);
    group = [];
    return isFirst ? formatter.head + text : text;
  };
  for await (const row of rows) {
    group.push(row);
    if (group.length === GROUP_ROWS) yield flush();
  }
  if (group.length > 0) yield flush();
}

interface Formatter {
  head: string;
  body: (rows: readonly Row[]) => string;
}

/** @param sample one row or more, the first ones */
function createFormatter(sample: readonly Row[], format: Format): Formatter {
  if (format === 'json') {
    return { head: '', body: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('') };
  }
  const columns = Object.keys(sample[0] ?? {});
  return format === 'csv' ? csv(columns) : table(columns, sample);
}

function csv(columns: string[]): Formatter {
  // Text that is empty is quoted, so that it differs from NULL.
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = (value: Value | undefined) => (value === '' ? '""' : quote(show(value)));
  const line = (cells: string[]) => `${cells.join(',')}\r\n`;
  return {
    head: line(columns.map(quote)),
    body: (rows) => rows.map((row) => line(columns.map((column) => cell(row[column])))).join(''),
  };
}

function table(columns: string[], sample: readonly Row[]): Formatter {
  // A control character could move the cursor or colour the terminal: games are named by strangers.
  const cellsOf = (row: Row) => columns.map((column) => show(row[column]).replaceAll(/[\s\p{Cc}]+/gu, ' '));
  const widths = columns.map(textWidth);
  for (const row of sample) {
    for (const [i, cell] of cellsOf(row).entries()) widths[i] = Math.max(widths[i] ?? 0, textWidth(cell));
  }
  const isNumber = columns.map((column) => sample.every((row) => typeof (row[column] ?? 0) === 'number'));
  const align = (text: string, i: number) => {
    const gap = ' '.repeat(Math.max(0, (widths[i] ?? 0) - textWidth(text)));
    return isNumber[i] === true ? gap + text : text + gap;
  };
  const line = (cells: string[]) => `${cells.map(align).join('  ').trimEnd()}\n`;
  return {
    head: line(columns) + line(widths.map((width) => '─'.repeat(width))),
    body: (rows) => rows.map((row) => line(cellsOf(row))).join(''),
  };
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
