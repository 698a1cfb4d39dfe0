import { expect, test } from 'vitest';
import { EMPTY_QUERY } from '../../web/src/query-edits.ts';
import { gamePath, homePath, referencePath, routeOf } from '../../web/src/route.ts';

test('each address stands for its page', () => {
  expect(routeOf('/')).toEqual({ page: 'start' });
  expect(routeOf('/about')).toEqual({ page: 'about' });
  expect(routeOf('/about/')).toEqual({ page: 'about' });
  expect(routeOf('/game/hollow-knight')).toEqual({ page: 'game', reference: 'hollow-knight' });
  expect(routeOf('/game/14593/hollow-knight')).toEqual({ page: 'game', reference: '14593.hollow-knight' });
  expect(routeOf('/game/14593')).toEqual({ page: 'game', reference: '14593' });
  expect(routeOf('/game/')).toEqual({ page: 'not-found' });
  expect(routeOf('/game/a/b')).toEqual({ page: 'not-found' });
  expect(routeOf('/nowhere')).toEqual({ page: 'not-found' });
});

test('the address of an answer gives the same query back', () => {
  const query = {
    ...EMPTY_QUERY,
    like: ['hollow-knight', 'celeste'],
    unlike: ['cuphead'],
    platform: ['mac', 'linux'],
    from: 2010,
    to: 2020,
    popularity: 'hidden' as const,
  };
  const path = homePath(query);
  expect(path).toBe(
    '/?like=hollow-knight,celeste&unlike=cuphead&platform=mac,linux&from=2010&to=2020&popularity=hidden',
  );
  expect(routeOf(path)).toEqual({ page: 'results', query });
});

test('without a loved game there is nothing to answer, so the start page is shown', () => {
  expect(routeOf('/?platform=mac')).toEqual({ page: 'start' });
  expect(homePath({ ...EMPTY_QUERY, platform: ['mac'] })).toBe('/');
});

test('an address that nobody can answer says what of it is at fault', () => {
  expect(routeOf('/?like=celeste&from=soon')).toEqual({ page: 'error', parameter: 'from' });
});

test('slugs survive their way through the address, and a stray % does no harm', () => {
  const slug = '428-shibuya~渋谷';
  expect(routeOf(gamePath({ id: 7, slug }))).toEqual({ page: 'game', reference: `7.${slug}` });
  expect(routeOf(referencePath(slug))).toEqual({ page: 'game', reference: slug });
  expect(routeOf('/game/100%')).toEqual({ page: 'game', reference: '100%' });
});

test('a game whose slug is all digits, or empty, is told by its id', () => {
  expect(routeOf(gamePath({ id: 5, slug: '1942' }))).toEqual({ page: 'game', reference: '5.1942' });
  expect(gamePath({ id: 5, slug: '' })).toBe('/game/5');
  expect(referencePath('5')).toBe('/game/5');
});
