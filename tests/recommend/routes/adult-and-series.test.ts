import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import type { FiltersAnswer, GameAnswer, RecommendAnswer, SearchAnswer } from '@playkin/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishGames, type TestGame } from '../../support/make-release.ts';
import { memoryStorage } from '../../support/memory-storage.ts';
import { type Served, serve } from '../../support/serve-function.ts';
import { patient } from '../../support/patient.ts';

const business = { vector: { 'theme:Business': 1 }, tags: { theme: ['Business'], genre: ['Simulator'] } };
const GAMES: TestGame[] = [
  { id: 1, name: 'Shop Manager', ratings: 900, series: ['Shop'], ...business },
  { id: 2, name: 'Farm Manager', year: 2001, ratings: 800, ...business },
  { id: 3, name: 'Bedroom Manager', year: 2020, ratings: 5000, adult: true, ...business },
  { id: 4, name: 'Shop Manager 2', ratings: 700, series: ['Shop'], ...business },
  { id: 5, name: 'Shop Manager 3', ratings: 600, series: ['Shop'], ...business },
  {
    id: 6,
    name: 'Hi-Fi Nights',
    ratings: 1,
    adult: true,
    vector: { 'theme:Erotic': 1 },
    tags: { theme: ['Erotic'] },
  },
  {
    id: 7,
    name: 'Farm Manager 2040',
    year: 2040,
    withheld: true,
    vector: { 'theme:Business': 1 },
    tags: { theme: ['Business'], platform: ['Neo'] },
  },
];

let served: Served;
beforeAll(async () => {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', GAMES);
  const log = () => undefined;
  served = await serve(
    createRecommendHandler({
      storage,
      clock: () => 0,
      log,
      version: 'v1',
      recheckMs: 60_000,
      sleep: patient,
    }),
  );
});
afterAll(() => served.close());

const json = async <T>(path: string): Promise<T> => (await (await fetch(served.origin + path)).json()) as T;
const names = ({ results }: RecommendAnswer | SearchAnswer) => results.map(({ game }) => game.name);

describe('adult games', () => {
  test.each([
    ['/api/search?limit=2', ['Shop Manager', 'Farm Manager'], 1],
    ['/api/search?limit=2&adult=include', ['Bedroom Manager', 'Shop Manager'], 0],
    ['/api/search?q=bedroom', [], 1],
    ['/api/search?q=hifi', [], 1],
    ['/api/search?q=hifi&adult=include', ['Hi-Fi Nights'], 0],
    ['/api/recommend?like=2', ['Shop Manager', 'Shop Manager 2'], 1],
    ['/api/recommend?like=2&adult=include', ['Bedroom Manager', 'Shop Manager', 'Shop Manager 2'], 0],
    ['/api/recommend?like=2&theme=erotic', [], 0],
    ['/api/recommend?like=2&theme=business', ['Shop Manager', 'Shop Manager 2'], 1],
  ])('%s', async (path, expected, withheld) => {
    const answer = await json<RecommendAnswer | SearchAnswer>(path);
    expect(names(answer)).toEqual(expected);
    expect(answer.withheld).toBe(withheld);
  });

  test('are not counted by filters', async () => {
    const without = await json<FiltersAnswer>('/api/filters');
    expect(without.themes).toEqual([{ slug: 'business', name: 'Business', games: 4 }]);
    expect(without.withheld).toBe(2);
    const withThem = await json<FiltersAnswer>('/api/filters?adult=include');
    expect(withThem.themes.map(({ name, games }) => [name, games])).toEqual([
      ['Business', 5],
      ['Erotic', 1],
    ]);
    expect(withThem.withheld).toBe(0);
  });

  test('nor are games that are never recommended counted by filters: no year and no platform leads to an empty list', async () => {
    const without = await json<FiltersAnswer>('/api/filters');
    expect(without.years).toEqual({ from: 2001, to: 2001 });
    expect(without.platforms).toEqual([]);
    expect((await json<FiltersAnswer>('/api/filters?adult=include')).years).toEqual({ from: 2001, to: 2020 });
  });

  test('open by a direct link, marked, and are seeds', async () => {
    expect((await json<GameAnswer>('/api/games/bedroom-manager')).game.adult).toBe(true);
    expect((await json<GameAnswer>('/api/games/shop-manager')).game).not.toHaveProperty('adult');
    const answer = await json<RecommendAnswer>('/api/recommend?like=bedroom-manager');
    expect(answer.seeds.map(({ adult }) => adult)).toEqual([true]);
    expect(names(answer)).toEqual(['Shop Manager', 'Farm Manager', 'Shop Manager 2']);
  });

  test('are not what a mistyped game is said to be', async () => {
    const { detail } = await json<{ detail: string }>('/api/games/hi-fi-night');
    expect(detail).not.toContain('hi-fi-nights');
  });

  test('are asked for by one word only', async () => {
    const { detail } = await json<{ detail: string }>('/api/recommend?like=1&adult=yes');
    expect(detail).toBe('adult: expected include, found "yes".');
  });
});

test('the rest of a series is named, and listed where that is asked for', async () => {
  const { results, rest } = await json<RecommendAnswer>('/api/recommend?like=1');
  expect(results.map(({ game }) => game.name)).toEqual(['Farm Manager', 'Shop Manager 2']);
  expect(rest.map(({ name }) => name)).toEqual(['Shop Manager 3']);
  const all = await json<RecommendAnswer>('/api/recommend?like=1&series=all');
  expect(names(all)).toEqual(['Farm Manager', 'Shop Manager 2', 'Shop Manager 3']);
  expect(all.rest).toEqual([]);
});
