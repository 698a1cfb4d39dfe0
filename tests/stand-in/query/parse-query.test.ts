import { parseMultiquery, parseQuery } from '@playkin/functions/src/stand-in/query/parse-query.ts';
import { type Query, QueryRefused } from '@playkin/functions/src/stand-in/query/query.ts';
import { describe, expect, test } from 'vitest';

const EMPTY: Query = {
  fields: [],
  exclude: [],
  where: undefined,
  sort: undefined,
  limit: 10,
  offset: 0,
  search: undefined,
};

describe('clauses', () => {
  test.each<[string, Partial<Query>]>([
    ['', {}],
    ['fields name;', { fields: [['name']] }],
    ['f name;', { fields: [['name']] }],
    ['fields *, cover.*,a.b.c ;', { fields: [['*'], ['cover', '*'], ['a', 'b', 'c']] }],
    ['fields *; exclude tags, genres.slug;', { fields: [['*']], exclude: [['tags'], ['genres', 'slug']] }],
    ['sort rating desc;', { sort: { path: ['rating'], descending: true } }],
    ['sort release_dates.date asc;', { sort: { path: ['release_dates', 'date'], descending: false } }],
    ['sort id;', { sort: { path: ['id'], descending: false } }],
    ['limit 500; offset 20;', { limit: 500, offset: 20 }],
    ['l 3; o 4; s id desc;', { limit: 3, offset: 4, sort: { path: ['id'], descending: true } }],
    ['limit 501;', { limit: 500 }],
    ['search "paper mario";', { search: 'paper mario' }],
    [String.raw`search "say \"hi\" \\ twice";`, { search: String.raw`say "hi" \ twice` }],
    ['fields name; // a comment; limit 3;\n limit 4;', { fields: [['name']], limit: 4 }],
    ['\n\tfields\n name\n;\n', { fields: [['name']] }],
    ['limit 1; limit 2;', { limit: 2 }],
  ])('%j', (text, expected) => {
    expect(parseQuery(text)).toEqual({ ...EMPTY, ...expected });
  });
});

describe('conditions', () => {
  const comparison = (more: object) => ({
    kind: 'comparison',
    path: ['a'],
    operator: '=',
    negated: false,
    ...more,
  });
  const literal = (value: unknown) => ({ kind: 'literal', value });
  const set = (bracket: string, ...members: unknown[]) => ({ kind: 'set', bracket, members });
  const pattern = (text: string, openStart: boolean, openEnd: boolean) => ({
    kind: 'pattern',
    pattern: { text, openStart, openEnd },
  });

  test.each<[string, object]>([
    ['a = 5', { operand: literal(5) }],
    ['a=-5.25', { operand: literal(-5.25) }],
    ['a != 5', { negated: true, operand: literal(5) }],
    ['a > 5', { operator: '>', operand: literal(5) }],
    ['a>=5', { operator: '>=', operand: literal(5) }],
    ['a < 5', { operator: '<', operand: literal(5) }],
    ['a<=5', { operator: '<=', operand: literal(5) }],
    ['a = "x"', { operand: literal('x') }],
    ['a = "*"', { operand: literal('*') }],
    ['a = ""', { operand: literal('') }],
    ['a ~ "x"', { operator: '~', operand: literal('x') }],
    ['a !~ "x"', { operator: '~', negated: true, operand: literal('x') }],
    ['a = "x"*', { operand: pattern('x', false, true) }],
    ['a = *"x"', { operand: pattern('x', true, false) }],
    ['a ~ *"x"*', { operator: '~', operand: pattern('x', true, true) }],
    ['a = true', { operand: literal(true) }],
    ['a = f', { operand: literal(false) }],
    ['a = null', { operand: literal(null) }],
    ['a != n', { negated: true, operand: literal(null) }],
    ['a = (1,2)', { operand: set('(', 1, 2) }],
    ['a = [1, 2]', { operand: set('[', 1, 2) }],
    ['a = {1}', { operand: set('{', 1) }],
    ['a = !(1)', { negated: true, operand: set('(', 1) }],
    ['a = ![1]', { negated: true, operand: set('[', 1) }],
    ['a != !(1)', { operand: set('(', 1) }],
    ['a != (1)', { negated: true, operand: set('(', 1) }],
    ['a = ("x","y")', { operand: set('(', 'x', 'y') }],
    ['(a = 5)', { operand: literal(5) }],
    ['a.b.c = 5', { path: ['a', 'b', 'c'], operand: literal(5) }],
  ])('%s', (text, expected) => {
    expect(parseQuery(`where ${text};`).where).toEqual(comparison(expected));
  });

  test('& binds tighter than |, and parentheses tighter than both', () => {
    const one = (name: string) => comparison({ path: [name], operand: literal(1) });
    const and = (...conditions: unknown[]) => ({ kind: 'and', conditions });
    const or = (...conditions: unknown[]) => ({ kind: 'or', conditions });
    expect(parseQuery('where a=1 | b=1 & c=1 | d=1;').where).toEqual(
      or(one('a'), and(one('b'), one('c')), one('d')),
    );
    expect(parseQuery('w (a=1 | b=1) & (c=1);').where).toEqual(and(or(one('a'), one('b')), one('c')));
  });
});

const QUOTES = (found: string) =>
  `Expecting a STRING as input, surround your input with quotes starting at '${found}'`;

describe('refusals', () => {
  test.each<[string, string | undefined]>([
    ['fields name', 'Missing `;` at end of query'],
    ['fields name; limit 5', 'Missing `;` at end of query'],
    ['search "Hades" fields id name;', undefined],
    ['fields id name;', undefined],
    ['search Diablo;', QUOTES('Diablo')],
    [
      'where name = Diablo;',
      `${QUOTES('Diablo')} expecting {'{', 'f', '(', '[', 'true', 't', 'false', 'null', 'n'}`,
    ],
    ['where name = "Diablo;', undefined],
    ['where name = *5;', undefined],
    ['where name > "a"*;', undefined],
    ['where id > (1,2);', undefined],
    ['where id = (1,2];', undefined],
    ['where id = ();', undefined],
    ['where (id = 1;', undefined],
    ['where id = 1 &;', undefined],
    ['where id;', undefined],
    ['where = 1;', undefined],
    ['where id == 1;', undefined],
    ['where id = 5x;', undefined],
    ['fields ;', undefined],
    ['fields a.;', undefined],
    ['fields *.a;', undefined],
    ['fields a,,b;', undefined],
    ['limit -1;', undefined],
    ['limit 1.5;', undefined],
    ['limit x;', undefined],
    ['sort id down;', undefined],
    ['fetch name;', undefined],
    [';', undefined],
    ['fields name; §', undefined],
  ])('%j', (text, cause) => {
    const refusal = errorOf(() => parseQuery(text));
    expect(refusal).toBeInstanceOf(QueryRefused);
    expect(refusal).toMatchObject({ title: 'Syntax Error', detail: cause });
  });
});

describe('multi-queries', () => {
  test('hold named queries and counts', () => {
    const text = `query platforms/count "How many" { // all of them
      };
      query games "Two games" { fields name; where platforms != n; limit 2; };`;
    expect(parseMultiquery(text)).toMatchObject([
      { name: 'How many', endpoint: 'platforms', count: true, query: EMPTY },
      { name: 'Two games', endpoint: 'games', count: false, query: { fields: [['name']], limit: 2 } },
    ]);
  });

  test('hold ten queries and no more', () => {
    const one = 'query games "a" { };';
    expect(parseMultiquery(one.repeat(10))).toHaveLength(10);
    expect(errorOf(() => parseMultiquery(one.repeat(11)))).toBeInstanceOf(QueryRefused);
  });

  test.each([
    'query games { };',
    'query games "a" { fields name };',
    'query games "a" { }',
    'games "a" { };',
    'query games/sum "a" { };',
    'query games "a" { ',
  ])('%j is refused', (text) => {
    expect(errorOf(() => parseMultiquery(text))).toBeInstanceOf(QueryRefused);
  });
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
