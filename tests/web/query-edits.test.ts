import { expect, test } from 'vitest';
import {
  canLike,
  unlikeGame,
  filterCount,
  removeGame,
  likeGame,
  likeOnly,
  EMPTY_QUERY,
  dialTrait,
  weighGame,
  withoutFilter,
  withoutFilters,
} from '../../web/src/query-edits.ts';

test('a pick is told by its game, whatever its weight', () => {
  const weighed = weighGame({ ...EMPTY_QUERY, like: ['celeste', 'cuphead:2'] }, 'cuphead:2', 3);
  expect(weighed.like).toEqual(['celeste', 'cuphead:3']);
  expect(weighGame(weighed, 'cuphead', 1).like).toEqual(['celeste', 'cuphead']);
  expect(removeGame(weighed, 'cuphead').like).toEqual(['celeste']);
  expect(unlikeGame(weighed, 'cuphead')).toMatchObject({ like: ['celeste'], unlike: ['cuphead'] });
});

test('a trait is dialed one way or not at all', () => {
  const more = dialTrait(EMPTY_QUERY, 'stealth', 'more');
  expect(more).toMatchObject({ more: ['stealth'], less: [] });
  const less = dialTrait(more, 'stealth', 'less');
  expect(less).toMatchObject({ more: [], less: ['stealth'] });
  expect(dialTrait(less, 'stealth', undefined)).toEqual(EMPTY_QUERY);
});

test('one filter is dropped and the others stay', () => {
  expect(withoutFilter(steered, 'from')).toEqual({ ...steered, from: undefined });
  expect(withoutFilter(steered, 'genre')).toEqual({ ...steered, genre: [] });
});

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
