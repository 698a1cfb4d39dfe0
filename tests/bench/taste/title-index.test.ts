import { expect, test } from 'vitest';
import { titleIndex } from './title-index.ts';

const find = titleIndex([
  { game: 1, name: 'Doom', year: 1993, ratings: 50 },
  { game: 2, name: 'DOOM', year: 2016, ratings: 90 },
  { game: 3, name: 'Dr. Mario', year: 1990, ratings: 0 },
  { game: 4, name: 'Dr. Mario', ratings: 0 },
]);

test('a name means the most rated game of it, of equals the first', () => {
  expect(find('Doom')).toBe(2);
  expect(find('Dr Mario')).toBe(3);
});

test('a year tells games of one name apart', () => {
  expect(find('Doom (1993)')).toBe(1);
  expect(find('Doom (2004)')).toBeUndefined();
});

test('a name that no game has finds nothing', () => {
  expect(find('Doom II')).toBeUndefined();
});
