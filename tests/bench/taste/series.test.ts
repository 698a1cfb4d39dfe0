import { expect, test } from 'vitest';
import { isTitledLike } from './series.ts';

test.each([
  ['Half-Life 2', 'Half-Life'],
  ['Half-Life: Alyx', 'Half-Life 2: Episode One'],
  ['FIFA 18', 'FIFA 17'],
  ['Final Fantasy VIII', 'Final Fantasy VII'],
])('%s is of the series of %s', (name, other) => {
  expect(isTitledLike(name, other)).toBe(true);
});

test.each([
  ['Half-Minute Hero', 'Half-Life'],
  ['Half-Life', '1942'],
  ['Portals', 'Portal'],
])('%s is not of the series of %s', (name, other) => {
  expect(isTitledLike(name, other)).toBe(false);
});
