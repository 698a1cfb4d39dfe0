import { emptyQuery, formatQuery, parseQuery } from '@playkin/shared/query.ts';
import type { RecommendQuery } from '@playkin/shared/api.ts';
import { expect, test } from 'vitest';

const parse = (query: string) => parseQuery('recommend', new URLSearchParams(query));
const BARE: RecommendQuery = { ...emptyQuery('recommend'), like: ['10'] };

test('lists may be repeated, separated by commas, or both, and count each value once', () => {
  expect(parse('like=a,b&like=c,a&genre=x')).toEqual({
    query: { ...BARE, like: ['a', 'b', 'c'], genre: ['x'] },
  });
});

test('what was formatted is read back the same', () => {
  const full: RecommendQuery = {
    like: ['hollow-knight', '72'],
    unlike: ['1942'],
    genre: ['platform', 'Role-playing (RPG)'],
    platform: ['win'],
    theme: ['horror', 'sandbox'],
    mode: ['co-operative'],
    perspective: ['first-person'],
    from: 1999,
    to: 2020,
    popularity: 'hidden',
    limit: 25,
  };
  for (const query of [BARE, full]) {
    expect(parse(formatQuery('recommend', query).toString())).toEqual({ query });
  }
});

test('defaults are left out of the address', () => {
  expect(formatQuery('recommend', BARE).toString()).toBe('like=10');
});

test('parameters of others are let through', () => {
  expect(parse('like=10&utm_source=friend')).toEqual({ query: BARE });
});

test('a faulty value is quoted, cut and without markup', () => {
  expect(parse(`like=10&popularity=${'<b>'.repeat(30)}`)).toEqual({
    problem: {
      parameter: 'popularity',
      detail: `popularity: expected famous or hidden, found "${'?b?'.repeat(30).slice(0, 40)}…".`,
    },
  });
});
