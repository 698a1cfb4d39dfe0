import { expect, test } from 'vitest';
import {
  canLove,
  dislike,
  filterCount,
  forget,
  love,
  loveOnly,
  NOTHING_PICKED,
  withoutFilters,
} from '../../web/src/query-edits.ts';

const steered = {
  ...NOTHING_PICKED,
  like: ['celeste'],
  unlike: ['cuphead'],
  genre: ['platform'],
  from: 2010,
};

test('loving a game that was unwanted moves it over', () => {
  expect(love(steered, 'cuphead')).toEqual({ ...steered, like: ['celeste', 'cuphead'], unlike: [] });
});

test('unliking a loved game moves it over', () => {
  expect(dislike(steered, 'celeste')).toEqual({ ...steered, like: [], unlike: ['cuphead', 'celeste'] });
});

test('loving a game twice counts once', () => {
  expect(love(steered, 'celeste').like).toEqual(['celeste']);
});

test('a removed game is gone from wherever it stood', () => {
  expect(forget(steered, 'cuphead').unlike).toEqual([]);
  expect(forget(steered, 'celeste').like).toEqual([]);
});

test('starting again from one game keeps the filters', () => {
  expect(loveOnly(steered, 'hades')).toEqual({ ...steered, like: ['hades'], unlike: [] });
});

test('clearing the filters keeps the games', () => {
  expect(withoutFilters(steered)).toEqual({ ...NOTHING_PICKED, like: ['celeste'], unlike: ['cuphead'] });
});

test('every set filter counts, each genre by itself', () => {
  expect(filterCount(NOTHING_PICKED)).toBe(0);
  expect(filterCount({ ...steered, genre: ['platform', 'indie'], popularity: 'famous' })).toBe(4);
});

test('ten games can be loved and no more', () => {
  const like = Array.from({ length: 9 }, (_, i) => `game-${i}`);
  expect(canLove({ ...NOTHING_PICKED, like })).toBe(true);
  expect(canLove({ ...NOTHING_PICKED, like: [...like, 'one-more'] })).toBe(false);
});
