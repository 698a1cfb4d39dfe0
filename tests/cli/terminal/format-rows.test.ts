import { formatRows } from '@playkin/functions/src/cli/terminal/format-rows.ts';
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
