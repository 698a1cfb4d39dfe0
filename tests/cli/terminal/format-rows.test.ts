import { formatRows, formatStream } from '@playkin/functions/src/cli/terminal/format-rows.ts';
import type { Row } from '@playkin/functions/src/warehouse.ts';
import { expect, test } from 'vitest';

const ROWS = [
  { name: 'Tetris', year: 1984, rating: null },
  { name: 'ゼルダの伝説', year: 1986, rating: 84.25 },
  { name: 'Café "Noir", 2\nDeluxe', year: -5, rating: 7 },
  { name: '', year: null, rating: null },
];

test('a table aligns numbers right and text left, by the cells that characters take', () => {
  expect(formatRows(ROWS, 'table')).toBe(
    [
      'name                   year  rating',
      '─────────────────────  ────  ──────',
      'Tetris                 1984',
      'ゼルダの伝説           1986   84.25',
      'Café "Noir", 2 Deluxe    -5       7',
      '',
      '',
    ].join('\n'),
  );
});

test('a table lets no control character through to the terminal', () => {
  expect(formatRows([{ name: 'a\x1b[2Jb\u009bc' }], 'table')).toBe('name\n────────\na [2Jb c\n');
});

test('CSV quotes what needs it, and tells empty text from NULL', () => {
  expect(formatRows(ROWS, 'csv')).toBe(
    [
      'name,year,rating',
      'Tetris,1984,',
      'ゼルダの伝説,1986,84.25',
      '"Café ""Noir"", 2\nDeluxe",-5,7',
      '"",,',
      '',
    ].join('\r\n'),
  );
});

test('CSV quotes the names of columns as well', () => {
  expect(formatRows([{ 'count(a, b)': 1 }], 'csv')).toBe('"count(a, b)"\r\n1\r\n');
});

test('JSON is one object a line', () => {
  expect(
    formatRows(ROWS, 'json')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(ROWS);
});

test('no rows are no text, in every format', () => {
  expect((['table', 'csv', 'json'] as const).map((format) => formatRows([], format))).toEqual(['', '', '']);
});

test('a hundred thousand rows are no more than a few', () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => ({ i }));
  expect(formatRows(rows, 'table').split('\n')).toHaveLength(100_003);
});

const streamed = async (rows: AsyncIterable<Row>, format: 'table' | 'csv' | 'json') =>
  Array.fromAsync(formatStream(rows, format));
async function* numbered(count: number) {
  for (let i = 0; i < count; i++) {
    await Promise.resolve();
    yield { i, name: i === count - 1 ? 'the longest of all' : `${i}` };
  }
}

test.each(['table', 'csv', 'json'] as const)(
  '%s comes in pieces that make up the same text',
  async (format) => {
    const rows = await Array.fromAsync(numbered(2500));
    const pieces = await streamed(numbered(2500), format);
    expect(pieces).toHaveLength(3);
    if (format !== 'table') expect(pieces.join('')).toBe(formatRows(rows, format));
    else expect(pieces.join('').split('\n').at(-2)).toBe('2499  the longest of all');
    expect(await streamed(numbered(0), format)).toEqual([]);
    expect((await streamed(numbered(4), format)).join('')).toBe(
      formatRows(await Array.fromAsync(numbered(4)), format),
    );
  },
);
