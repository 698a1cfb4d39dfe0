import { fameBounds } from '@playkin/functions/src/recommend/release/fame.ts';
import { expect, test } from 'vitest';

const bounds = (...ratings: number[]) => fameBounds(Uint32Array.from(ratings));

test('famous is the best-known tenth of the rated games, hidden what has no more ratings than the one in the middle', () => {
  expect(bounds(0, 0, 0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)).toEqual({ famous: 100, hidden: 50 });
});

test('without ratings nothing is famous and everything hidden', () => {
  expect(bounds(0, 0)).toEqual({ famous: Infinity, hidden: 0 });
});

test('no game is both famous and hidden where all have as many ratings', () => {
  expect(bounds(0, 7, 7, 7)).toEqual({ famous: 7, hidden: 6 });
});
