import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import type { Release } from '@playkin/functions/src/recommend/release/release.ts';
import { renownOf } from '@playkin/functions/src/recommend/similar/rerank.ts';
import { similar } from '@playkin/functions/src/recommend/similar/similar.ts';
import { expect, test } from 'vitest';
import { publishGames } from '../../support/make-release.ts';
import type { TestGame } from '../../support/make-release.ts';
import { memoryStorage } from '../../support/memory-storage.ts';

async function releaseOf(games: TestGame[]): Promise<Release> {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', games);
  return loadRelease(storage);
}

const listOf = (release: Release, like: number[], limit = 50) =>
  similar(release, { like, unlike: [], filters: { tags: [] }, limit }).results.map(({ game }) =>
    release.games.name.at(game),
  );

const near = { 'genre:Puzzle': 4, 'theme:Horror': 1 };
const nearer = { 'genre:Puzzle': 1 };
const games: TestGame[] = [
  { id: 1, name: 'Known seed', ratings: 900, vector: { 'genre:Puzzle': 1 } },
  { id: 2, name: 'Unknown seed', vector: { 'genre:Puzzle': 1 } },
  { id: 3, name: 'Obscure', vector: nearer, ratings: 1 },
  { id: 4, name: 'Famous', vector: near, ratings: 5_000 },
];

test('to who loves a game that many know, one of almost the same likeness that many know comes first', async () => {
  expect(listOf(await releaseOf(games), [0])).toEqual(['Famous', 'Obscure', 'Unknown seed']);
});

test('to who loves a game that nobody knows, what is nearest comes first', async () => {
  expect(listOf(await releaseOf(games), [1])).toEqual(['Known seed', 'Obscure', 'Famous']);
});

test('what several games are known by is the mean of it', async () => {
  const release = await releaseOf(games);
  expect(renownOf(release, [0])).toBe(29_491); // 32,768 * 900 / 1,000
  expect(renownOf(release, [0, 1])).toBe(14_745);
});

test('fame brings no game among the fifty nearest, nor past them', async () => {
  const obscure = Array.from({ length: 50 }, (_, i) => ({ id: 10 + i, name: 'Obscure', vector: nearer }));
  const release = await releaseOf([...games.filter(({ name }) => name !== 'Unknown seed'), ...obscure]);
  const list = listOf(release, [0], 60);
  expect(list.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => 'Obscure'));
  expect(list.slice(50)).toEqual(['Famous', 'Obscure']);
});
