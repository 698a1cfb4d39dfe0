import { slugOf, uniqueSlugs } from '@playkin/functions/src/catalogue/slug.ts';
import { expect, test } from 'vitest';

test.each([
  ['Hollow Knight', 'hollow-knight'],
  ['Pokémon Red Version', 'pokemon-red-version'],
  ["Assassin's Creed II", 'assassins-creed-ii'],
  ['Ratchet & Clank', 'ratchet-and-clank'],
  ['Super Mario Bros. 3', 'super-mario-bros-3'],
  ['  ...Odd!  ', 'odd'],
  ['ゼルダ', ''],
])('%s → %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test('names with one slug are numbered in their order', () => {
  const names = [
    ['Doom (1993)', 'Doom'],
    ['Doom (2016)', 'DOOM'],
    ['DOOM! (2020)', 'DOOM!'],
    ['ゼルダ (1986)', 'ゼルダ'],
  ] as const;
  expect([...uniqueSlugs(names).values()]).toEqual(['doom', 'doom--1', 'doom--2', 'game']);
});
