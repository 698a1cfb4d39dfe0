import { gameReference, parseGameReference, refersTo } from '@playkin/shared/game-reference.ts';
import { expect, test } from 'vitest';

test.each([
  ['14593.hollow-knight', { id: 14593, slug: 'hollow-knight' }],
  ['5.1942', { id: 5, slug: '1942' }],
  ['5.', { id: 5, slug: '' }],
  ['1942', { id: 1942, slug: '' }],
  ['7-days-to-die', { slug: '7-days-to-die' }],
  ['428-shibuya', { slug: '428-shibuya' }],
  ['hollow-knight', { slug: 'hollow-knight' }],
  ['.x', { slug: '.x' }],
])('%s names the game %o', (text, reference) => {
  expect(parseGameReference(text)).toEqual(reference);
});

test('a reference names the game again, whatever its slug', () => {
  for (const game of [
    { id: 5, slug: '1942' },
    { id: 14593, slug: 'hollow-knight' },
    { id: 9, slug: '' },
  ]) {
    expect(refersTo(gameReference(game), game)).toBe(true);
    expect(refersTo(gameReference(game), { ...game, slug: 'renamed' })).toBe(true);
    expect(refersTo(gameReference(game), { ...game, id: 1 })).toBe(false);
  }
});

test('a slug names the game that has it, digits the game with that id', () => {
  expect(refersTo('hollow-knight', { id: 1, slug: 'hollow-knight' })).toBe(true);
  expect(refersTo('1942', { id: 5, slug: '1942' })).toBe(false);
  expect(refersTo('1942', { id: 1942, slug: 'other' })).toBe(true);
});
