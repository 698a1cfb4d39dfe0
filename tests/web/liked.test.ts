import { expect, test } from 'vitest';
import { likedNames, resultsHeading } from '../../web/src/liked.ts';

const game = (id: number, slug: string, name: string) => ({
  id,
  slug,
  name,
  platforms: [],
  genres: [],
  ratings: 0,
});
const celeste = game(26226, 'celeste', 'Celeste');
const hades = game(113112, 'hades--1', 'Hades');

test('no name is made up while an answer is awaited', () => {
  expect(likedNames(['nope'], [], false)).toBeUndefined();
  expect(likedNames(['celeste', 'nope'], [celeste], false)).toBeUndefined();
  expect(resultsHeading(undefined, 1)).toBe('Games like your pick');
});

test('names that the last answer knows serve while the next is awaited', () => {
  expect(likedNames(['113112', 'celeste'], [celeste, hades], false)).toEqual(['Hades', 'Celeste']);
});

test('an edition is called what its game is called', () => {
  expect(likedNames(['celeste-farewell'], [celeste], true)).toEqual(['Celeste']);
  expect(resultsHeading(['Celeste'], 1)).toBe('Games like Celeste');
});

test('several games are counted', () => {
  expect(resultsHeading(['Celeste', 'Hades'], 2)).toBe('Games like these 2');
});
