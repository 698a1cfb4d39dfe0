import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expandMacros, readSql } from '@playkin/functions/src/similarity/macros.ts';
import { readText, SQL_DIR } from '@playkin/functions/src/tables.ts';
import { WEIGHT_SCALE } from '@playkin/shared/release.ts';

const expand = (sql: string) => expandMacros(sql, 'folder/a.sql');

test('a constant is replaced by its value, a macro by its expression with the arguments in place', () => {
  expect(expand('SELECT {{ weight_scale }} AS n')).toBe(`SELECT ${WEIGHT_SCALE} AS n`);
  const product = expand('SELECT {{ closed_product(x, games) }} AS n');
  expect(product).toMatch(
    /^SELECT \(BIT_COUNT\(x\.genres & games\.genres\) \* x\.genre_weight \* games\.genre_weight\n/,
  );
  expect(product).not.toMatch(/[{}]|--|\b[ab]\./);
});

test.each([
  [
    '{{ weight_scales }}',
    'folder/a.sql: {{ weight_scales }}: there is no such constant, only weight_scale, least_score.',
  ],
  ['{{ open_product(a, b) }}', 'there is no file functions/sql/macros/open_product.sql'],
  ['{{ closed_product(a) }}', 'it has 1 arguments; the macro takes a, b.'],
])('%s is refused', (sql, message) => {
  expect(() => expand(sql)).toThrow(message);
});

test('no file of SQL states the scale of weights itself, or compares bits outside of the macro but for bounds', () => {
  const files = globSync('**/*.sql', { cwd: SQL_DIR });
  expect(files.filter((file) => readText(file).includes(String(WEIGHT_SCALE)))).toEqual([]);
  expect(files.filter((file) => /themes & /.test(readText(file)))).toEqual(['macros/closed_product.sql']);
  expect(files.filter((file) => !file.startsWith('macros/') && /[{}]{2}/.test(readSql(file)))).toEqual([]);
});
