import { expect, test } from 'vitest';
import {
  canLike,
  unlikeGame,
  filterCount,
  removeGame,
  likeGame,
  likeOnly,
  EMPTY_QUERY,
  withoutFilters,
} from '../../web/src/query-edits.ts';

const steered = {
  ...EMPTY_QUERY,
  like: ['celeste'],
  unlike: ['cuphead'],
  genre: ['platform'],
  from: 2010,
};

test('loving a game that was unwanted moves it over', () => {
  expect(likeGame(steered, 'cuphead')).toEqual({ ...steered, like: ['celeste', 'cuphead'], unlike: [] });
});

test('unliking a loved game moves it over', () => {
  expect(unlikeGame(steered, 'celeste')).toEqual({ ...steered, like: [], unlike: ['cuphead', 'celeste'] });
});

test('loving a game twice counts once', () => {
  expect(likeGame(steered, 'celeste').like).toEqual(['celeste']);
});

test('a removed game is gone from wherever it stood', () => {
  expect(removeGame(steered, 'cuphead').unlike).toEqual([]);
  expect(removeGame(steered, 'celeste').like).toEqual([]);
});

test('starting again from one game keeps the filters', () => {
  expect(likeOnly(steered, 'hades')).toEqual({ ...steered, like: ['hades'], unlike: [] });
});

test('clearing the filters keeps the games', () => {
  expect(withoutFilters(steered)).toEqual({ ...EMPTY_QUERY, like: ['celeste'], unlike: ['cuphead'] });
});

test('every set filter counts, each genre by itself', () => {
  expect(filterCount(EMPTY_QUERY)).toBe(0);
  expect(filterCount({ ...steered, genre: ['platform', 'indie'], popularity: 'famous' })).toBe(4);
});

test('ten games can be loved and no more', () => {
  const like = Array.from({ length: 9 }, (_, i) => `game-${i}`);
  expect(canLike({ ...EMPTY_QUERY, like })).toBe(true);
  expect(canLike({ ...EMPTY_QUERY, like: [...like, 'one-more'] })).toBe(false);
});
