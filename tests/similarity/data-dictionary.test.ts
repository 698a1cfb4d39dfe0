import { dictionary } from '@playkin/functions/src/similarity/data-dictionary.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { RAW_TABLES, rawTable, readText } from '@playkin/functions/src/tables.ts';
import { expect, test } from 'vitest';

const SPECS = [...RAW_TABLES.map(rawTable), ...stepsOf().map(({ table }) => table)];

test('functions/sql/README.md is what npm run dictionary writes', () => {
  expect(readText('README.md')).toBe(dictionary());
});

test.each(SPECS)('$name describes itself and each of its columns, and names only columns it has', (spec) => {
  const { description, columns, key, cluster, partition } = spec;
  const names = Object.keys(columns);
  expect([description, ...Object.values(columns).map((column) => column.description)].map(ends)).toEqual(
    Array(names.length + 1).fill('.'),
  );
  expect(names).toEqual(
    expect.arrayContaining([
      ...key,
      ...(cluster ?? []),
      ...(partition === undefined ? [] : [partition.column]),
    ]),
  );
  expect(cluster?.length ?? 1).toBeLessThanOrEqual(4);
});

const ends = (sentence: string) => sentence.at(-1);
