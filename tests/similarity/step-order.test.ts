import { expect, test } from 'vitest';
import { inOrder, tablesRead } from '@playkin/functions/src/similarity/step-order.ts';
import { type Step, STEP_FOLDERS, stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { RAW_TABLES } from '@playkin/functions/src/tables.ts';

const step = (name: string, source: Step['source'], check?: string): Step => ({
  file: `folder/${name}.sql`,
  table: {
    name,
    description: 'A table.',
    key: ['n'],
    columns: { n: { type: 'INT64', description: 'Number.' } },
  },
  source,
  checks: check === undefined ? [] : [{ file: `folder/${name}.check.sql`, sql: check }],
});
const names = (steps: Step[]) => steps.map(({ table }) => table.name);

test.each([
  ['SELECT n FROM a JOIN b ON b.n = a.n LEFT JOIN a AS again ON again.n = a.n', ['a', 'b']],
  ['WITH c AS (SELECT n FROM a), d AS (SELECT n FROM c) SELECT n FROM d', ['a']],
  ['WITH RECURSIVE up AS (SELECT n FROM a UNION ALL SELECT n FROM up) SELECT n FROM up', ['a']],
  ['WITH games AS (SELECT n FROM igdb.games AS g) SELECT n FROM games', ['games']],
  ['SELECT n FROM igdb_analytics.trends AS trends', ['trends']],
  ['SELECT EXTRACT(YEAR FROM released) AS y FROM a WHERE x IS DISTINCT FROM y', ['a']],
  ["SELECT 'it''s FROM nowhere' AS t -- FROM nothing\nFROM a", ['a']],
  ['SELECT n FROM (SELECT n FROM a)', ['a']],
])('the tables of %s', (sql, expected) => {
  expect(tablesRead(sql)).toEqual(expected);
});

test('a table comes after those that it and its checks read, and otherwise in the given order', () => {
  const steps = [
    step('last', 'SELECT n FROM middle'),
    step('apart', [{ n: 1 }]),
    step('middle', 'SELECT n FROM first', 'SELECT n FROM middle JOIN checked ON checked.n = middle.n'),
    step('first', 'SELECT n FROM raw_games'),
    step('checked', 'SELECT n FROM apart'),
  ];
  const expected = ['first', 'apart', 'checked', 'middle', 'last'];
  expect(names(inOrder(steps, ['raw_games']))).toEqual(expected);
});

test('a circle is an error that shows it', () => {
  const steps = [
    step('start', 'SELECT n FROM a'),
    step('a', 'SELECT n FROM b'),
    step('b', 'SELECT n FROM c'),
    step('c', 'SELECT n FROM a'),
  ];
  expect(() => inOrder(steps, [])).toThrow('folder/a.sql → folder/b.sql → folder/c.sql → folder/a.sql');
  expect(() => inOrder([step('own', 'SELECT n FROM own')], [])).toThrow('folder/own.sql → folder/own.sql');
});

test('a table that no step builds is an error that names it and the file', () => {
  expect(() => inOrder([step('a', 'SELECT n FROM gmaes')], ['games'])).toThrow(
    'folder/a.sql reads the table gmaes, which no step builds.',
  );
});

test('the steps of this repository have one order, whatever the order of their files', () => {
  const all = stepsOf();
  const done = new Set<string>(RAW_TABLES);
  for (const { file, table, source } of all) {
    const missing = typeof source === 'string' ? tablesRead(source).filter((name) => !done.has(name)) : [];
    expect({ file, missing }).toEqual({ file, missing: [] });
    done.add(table.name);
  }
  expect(names(stepsOf())).toEqual(names(all));
  expect(names(STEP_FOLDERS.flatMap((folder) => stepsOf(folder))).sort()).toEqual(names(all).sort());
  expect(names(stepsOf('release', 'staging'))).toEqual(
    names(all.filter(({ file }) => /^(release|staging)\//.test(file))),
  );
});

test('no WITH clause defines a name that is a table: which one is meant would be a guess', () => {
  const tables = names(stepsOf());
  for (const { file, table, source } of stepsOf()) {
    if (typeof source !== 'string' || table.view === true) continue;
    const defined = [...source.matchAll(/\b(\w+) AS \(/g)].map(([, name = '']) => name);
    expect({ file, both: defined.filter((name) => tables.includes(name)) }).toEqual({ file, both: [] });
  }
});
