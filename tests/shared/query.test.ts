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
    like: ['hollow-knight:2.5', '72'],
    more: ['atmospheric'],
    less: ['horror', 'Gore'],
    unlike: ['1942'],
    genre: ['platform', 'Role-playing (RPG)'],
    platform: ['win'],
    theme: ['horror', 'sandbox'],
    mode: ['co-operative'],
    perspective: ['first-person'],
    from: 1999,
    to: 2020,
    popularity: 'hidden',
    rating: 80,
    ratings: 20,
    type: ['remake', 'main'],
    status: 'coming',
    exclude: ['10', '11'],
    variety: 0.25,
    direction: 'reverse',
    limit: 25,
    cursor: '20261128T031500000Z-1a2b3c.50',
    fields: ['name', 'match'],
  };
  for (const query of [BARE, full, { ...BARE, popularity: -0.5 }]) {
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
      detail: `popularity: expected famous, hidden or a number from -1 to 1, found "${'?b?'.repeat(30).slice(0, 40)}…".`,
    },
  });
});

test('a weight has one form', () => {
  expect(parse('like=a:1,b:2.50,c:3')).toEqual({ query: { ...BARE, like: ['a', 'b:2.5', 'c:3'] } });
});

test('a list can be asked for without a game, by a trait or a filter', () => {
  const nothing = emptyQuery('recommend');
  expect(parse('more=stealth')).toEqual({ query: { ...nothing, more: ['stealth'] } });
  expect(parse('rating=90')).toEqual({ query: { ...nothing, rating: 90 } });
  expect(parse('popularity=0')).toEqual({ query: { ...nothing, popularity: 0 } });
  expect(parse('unlike=10')).toMatchObject({ problem: { parameter: 'like' } });
});
