import { expect, test } from 'vitest';
import { shortPlatforms } from '../../web/src/platforms.ts';
import { reasonText } from '../../web/src/results/reasons.ts';
import {
  isDistant,
  likedNames,
  listed,
  listedInShort,
  nameOf,
  nameOfSlug,
  resultsHeading,
  traitsHeading,
} from '../../web/src/wording.ts';

test('names are listed as in a sentence', () => {
  expect(listed([])).toBe('');
  expect(listed(['Celeste'])).toBe('Celeste');
  expect(listed(['Celeste', 'Hades'])).toBe('Celeste and Hades');
  expect(listed(['Celeste', 'Hades', 'Portal'])).toBe('Celeste, Hades and Portal');
});

test('a title names three games and counts the others', () => {
  expect(listedInShort(['Celeste', 'Hades', 'Portal'])).toBe('Celeste, Hades and Portal');
  expect(listedInShort(['Celeste', 'Hades', 'Portal', 'Tetris', 'Braid'])).toBe(
    'Celeste, Hades, Portal and 2 more',
  );
});

test('a match is distant where the figure that is shown is below 20 %', () => {
  expect([0, 0.12, 0.194].map(isDistant)).toEqual([true, true, true]);
  expect([0.195, 0.2, 0.61].map(isDistant)).toEqual([false, false, false]);
});

test('a slug reads as a name until the name is known', () => {
  expect(nameOfSlug('hollow-knight')).toBe('Hollow Knight');
  expect(nameOfSlug('428-shibuya')).toBe('428 Shibuya');
});

test('a pick is named by its slug and by its id', () => {
  const game = {
    id: 14593,
    slug: 'hollow-knight',
    name: 'Hollow Knight',
    platforms: [],
    genres: [],
    ratings: 0,
  };
  expect(nameOf('hollow-knight', [game])).toBe('Hollow Knight');
  expect(nameOf('14593', [game])).toBe('Hollow Knight');
  expect(nameOf('celeste', [game])).toBeUndefined();
});

test('platforms are short, and what does not fit is counted', () => {
  const names = ['PC (Microsoft Windows)', 'Nintendo Switch', 'PlayStation 4', 'Xbox One', 'Amiga'];
  expect(shortPlatforms(names, 3)).toBe('PC, Switch, PS4 +2');
  expect(shortPlatforms(names, 5)).toBe('PC, Switch, PS4, Xbox One, Amiga');
});

test('a reason says what it is and how much of the match it is', () => {
  expect(reasonText({ kind: 'developer', name: 'Team Cherry', share: 0.2 }, 0.8)).toEqual({
    text: 'by Team Cherry',
    kind: 'developer',
    inferred: false,
    family: 'makers',
    percent: 25,
    strength: 4,
  });
});

test('a reason that nothing says of the game is told as inferred', () => {
  const reason = reasonText({ kind: 'concept', name: 'Stealth', share: 0.1, inferred: true }, 1);
  expect([reason.inferred, reason.kind]).toEqual([true, 'trait, inferred']);
});

test('the strength of a reason grows with its part of the match, not with the match', () => {
  const strengths = [0.01, 0.04, 0.1, 0.2].map(
    (share) => reasonText({ kind: 'genre', name: 'Puzzle', share }, 1).strength,
  );
  expect(strengths).toEqual([1, 2, 3, 4]);
  expect(reasonText({ kind: 'genre', name: 'Puzzle', share: 0.05 }, 0.1).strength).toBe(4);
  expect(reasonText({ kind: 'genre', name: 'Puzzle', share: 0 }, 0).strength).toBe(1);
});

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

test('a list of traits alone is named after them', () => {
  expect(traitsHeading(['stealth'])).toBe('Games with Stealth');
  expect(traitsHeading(['open-world', 'horror'])).toBe('Games with Open World and Horror');
});
