import { expect, test } from 'vitest';
import { buildTables } from '@playkin/functions/src/similarity/build-tables.ts';
import { parseSeed } from '@playkin/functions/src/similarity/seeds.ts';
import { type Step, stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import type { TableSpec } from '@playkin/functions/src/warehouse.ts';
import { openMemory } from '../support/memory-warehouse.ts';

const table: TableSpec = {
  name: 'seeded',
  description: 'A seed.',
  key: ['word'],
  columns: {
    word: { type: 'STRING', description: 'Key.' },
    share: { type: 'FLOAT64', description: 'Number.' },
    most: { type: 'INT64', description: 'Whole number.' },
    closed: { type: 'BOOL', description: 'Truth value.' },
  },
};
const parse = (csv: string) => parseSeed(csv, 'seeds/seeded.csv', table);
const HEADER = 'word,share,most,closed\n';

test('a row of a CSV file is a row of the types in the spec', () => {
  expect(parse(`${HEADER}" a, ""b"" ",0.105,62,true\nc,-1,-2,false\nd,,,\n`)).toEqual([
    { word: ' a, "b" ', share: 0.105, most: 62, closed: true },
    { word: 'c', share: -1, most: -2, closed: false },
    { word: 'd', share: null, most: null, closed: null },
  ]);
});

test.each([
  [
    'word,share\na,1\n',
    'seeds/seeded.csv: its columns are word, share; its spec has word, share, most, closed.',
  ],
  [`${HEADER}a,1,1,true\nb,1,1\n`, 'seeds/seeded.csv, row 2: it has 3 fields instead of 4.'],
  [`${HEADER}a,much,1,true\n`, 'seeds/seeded.csv, row 1: share is "much", not FLOAT64.'],
  [`${HEADER}a,1,1.5,true\n`, 'row 1: most is "1.5", not INT64.'],
  [`${HEADER}a,1,1,yes\n`, 'row 1: closed is "yes", not BOOL.'],
])('a file that does not fit is refused: %j', (csv, message) => {
  expect(() => parse(csv)).toThrow(message);
});

test('a seed that has changed is what the next build has, and nothing of the one before', async () => {
  const warehouse = await openMemory();
  const build = (csv: string) => {
    const step: Step = { file: 'seeds/seeded.csv', table, source: parse(csv), checks: [] };
    return buildTables(warehouse, [step], () => undefined);
  };
  expect(await build(`${HEADER}a,1,1,true\nb,1,1,true\n`)).toEqual({ seeded: 2 });
  expect(await build(`${HEADER}b,2,1,true\n`)).toEqual({ seeded: 1 });
  expect(await Array.fromAsync(warehouse.query('SELECT word, share FROM seeded'))).toEqual([
    { word: 'b', share: 2 },
  ]);
  warehouse.close();
});

test('phrases are words as text_words has them: lower case, at most three, each concept’s once', () => {
  const rows = stepsOf('seeds').find(({ table }) => table.name === 'concept_phrases')?.source ?? [];
  expect(rows.length).toBeGreaterThan(2000);
  if (typeof rows === 'string') throw new Error('concept_phrases is no seed');
  const odd = rows.filter(({ phrase }) => !/^[a-z0-9]+( [a-z0-9]+){0,2}$/.test(String(phrase)));
  expect(odd).toEqual([]);
});
