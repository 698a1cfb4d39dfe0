import { expect, test } from 'vitest';
import { addressFault } from '../../web/src/address-fault.ts';
import { routeOf } from '../../web/src/route.ts';

test.each([
  ['/?like=celeste&from=soon', 'from', 'It asks for the year “soon”, which is no year of four digits.'],
  ['/?like=celeste&from=2020&to=2010', 'from', 'It asks for games from 2020 on, but only up to “2010”.'],
  ['/?like=celeste&lang=xx', 'lang', 'Playkin knows no names of games in a language called “xx”.'],
  ['/?like=celeste&limit=9999', 'limit', 'It asks for “limit” to be “9999”, which can be 1 to 50.'],
  [
    '/?like=celeste&popularity=some',
    'popularity',
    'It asks for “popularity” to be “some”, which Playkin does not know.',
  ],
  ['/?like=celeste&to=2010&to=2012', 'to', 'It says “to” more than once.'],
])('%s is told in a visitor’s words, and the list without it can be had', (path, parameter, says) => {
  expect(routeOf(path)).toEqual({ page: 'error', parameter });
  const fault = addressFault(path, parameter);
  expect(fault.says).toBe(says);
  expect(routeOf(fault.without ?? '')).toHaveProperty('page', 'results');
  expect(fault.without).not.toContain(`${parameter}=`);
});

test('what the API does not know is told as well', () => {
  expect(addressFault('/?like=10.celeste,72&genre=rpgs&to=2010', 'genre')).toEqual({
    says: 'Playkin knows no genre called “rpgs”.',
    without: '/?like=10.celeste,72&to=2010',
  });
  expect(addressFault('/?like=celeste&platform=mac,neo', 'platform').says).toBe(
    'Playkin does not know all of these platforms: “mac” and “neo”.',
  );
});

test('what does not fit the rest of the address is told so', () => {
  expect(addressFault('/?like=celeste,hades&direction=reverse', 'direction')).toEqual({
    says: 'For this list “direction” cannot be “reverse”.',
    without: '/?like=celeste,hades',
  });
});

test('of faulty picks the good ones stay, as many as a list takes', () => {
  expect(addressFault('/?like=celeste,(((', 'like').without).toBe('/?like=celeste');
  expect(addressFault('/?like=(((', 'like').without).toBeUndefined();
  expect(addressFault('/?like=celeste&unlike=(((', 'unlike').without).toBe('/?like=celeste');
  expect(addressFault('/?like=celeste,(((', 'like').says).toBe('No game has an address such as “(((”.');
  expect(addressFault('/?like=celeste:99,72:2', 'like')).toEqual({
    says: 'A game can count up to 10 times as much as another, which “celeste:99” does not say.',
    without: '/?like=celeste,72:2',
  });
  const many = addressFault('/?like=1,2,3,4,5,6,7,8,9,10,11', 'like');
  expect(many).toEqual({
    says: 'It names 11 games as “like”, of which a list takes at most 10.',
    without: '/?like=1,2,3,4,5,6,7,8,9,10',
  });
});

test('a list of wanted traits alone goes on too', () => {
  expect(addressFault('/?more=stealth&variety=2', 'variety')).toEqual({
    says: 'It asks for “variety” to be “2”, which can be 0 to 1.',
    without: '/?more=stealth',
  });
  expect(addressFault('/?more=stelth', 'more')).toEqual({
    says: 'Playkin knows no trait called “stelth”.',
    without: undefined,
  });
});

test('a value of any length is shown in short', () => {
  expect(addressFault(`/?like=celeste&genre=${'x'.repeat(500)}`, 'genre').says).toContain(
    `“${'x'.repeat(40)}…”`,
  );
});
