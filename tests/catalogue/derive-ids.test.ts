import { deriveIds, FIRST_DERIVED_ID, hash32 } from '@playkin/functions/src/catalogue/derive-ids.ts';
import { expect, test } from 'vitest';

test('the hash is FNV-1a of 32 bits', () => {
  // The test vectors of the algorithm's authors.
  expect([hash32(''), hash32('a'), hash32('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
});

test('an id depends on the name alone and lies above those of IGDB', () => {
  const ids = deriveIds(['b', 'a', 'b', 'ゼルダ']);
  expect(ids.size).toBe(3);
  expect(ids.get('a')).toBe(deriveIds(['a']).get('a'));
  for (const id of ids.values()) expect(id).toBeGreaterThanOrEqual(FIRST_DERIVED_ID);
});

test('names that meet take the next free ids, in the order of the names and not of the list', () => {
  const collide = (name: string) => (name === 'z' ? 6 : 5);
  const expected = new Map([
    ['a', FIRST_DERIVED_ID + 5],
    ['b', FIRST_DERIVED_ID + 6],
    ['z', FIRST_DERIVED_ID + 7],
  ]);
  expect(deriveIds(['a', 'b', 'z'], collide)).toEqual(expected);
  expect(deriveIds(['z', 'b', 'a'], collide)).toEqual(expected);
});

test('at the end of the range the search for a free id begins anew', () => {
  const last = 999_999_999;
  const ids = deriveIds(['a', 'b'], () => last);
  expect([...ids.values()]).toEqual([FIRST_DERIVED_ID + last, FIRST_DERIVED_ID]);
});
