import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { expect, test } from 'vitest';
import { publishGames } from '../../support/make-release.ts';
import { memoryStorage } from '../../support/memory-storage.ts';
import { atMostOfSeries } from './at-most-of-series.ts';
import { releaseRecommender } from './release-recommender.ts';
import { judgeAll, type Recommender, summarize } from './taste.ts';
import type { TasteCase } from './taste-set.ts';

const NAMES = ['Seed', 'First', 'Second', 'Third', 'Shame', 'Third Remastered'];
/** Knows the names above; the remaster is of the family of the third. */
const recommending = (...list: string[]): Recommender => ({
  find: (spelled) => (NAMES.includes(spelled) ? NAMES.indexOf(spelled) : undefined),
  familyOf: (game) => (game === 5 ? 3 : game),
  isOfSeries: (game, seed) => game === 1 && seed === 0,
  recommend: (_game, limit) => list.map((name) => NAMES.indexOf(name)).slice(0, limit),
  nameOf: (game) => NAMES[game] ?? '',
});
const taste: TasteCase = {
  slug: 'seed',
  game: 'Seed',
  accepted: ['First', 'Second', 'Third', 'Fourth', 'Fifth'],
  embarrassing: ['Shame', 'Pity', 'Sorrow'],
};

test('a list counts what it has of the accepted and the embarrassing games, and names those not there', () => {
  const [row] = judgeAll([taste], recommending('First', 'Shame', 'Second'));
  expect(row).toEqual({
    game: 'Seed',
    missing: ['Fourth', 'Fifth', 'Pity', 'Sorrow'],
    hits: ['First', 'Second'],
    embarrassments: ['Shame'],
    ofSeries: 1,
    list: ['First', 'Shame', 'Second'],
  });
});

test('an accepted game counts by its remaster, and once', () => {
  const [row] = judgeAll([taste], recommending('Third Remastered', 'Third'));
  expect(row?.hits).toEqual(['Third']);
});

test('three accepted games make a good list; a game that is not there has an empty one', () => {
  const recommender = recommending('First', 'Second', 'Third', 'Shame');
  const rows = judgeAll([taste, { ...taste, game: 'Unheard of' }], recommender);
  expect(summarize(rows)).toEqual({
    lists: 2,
    good: 0.5,
    meanHits: 1.5,
    embarrassments: 1,
    meanOfSeries: 0.5,
  });
});

test('games of the series can be held back', () => {
  const held = atMostOfSeries(0, recommending('First', 'Second', 'Shame'));
  expect(judgeAll([taste], held)[0]?.list).toEqual(['Second', 'Shame']);
});

test('games share a series by a collection or by how their titles begin', async () => {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', [
    { id: 1, name: 'Moth', tags: { collection: ['Insects'], genre: ['Platform'] } },
    { id: 2, name: 'Beetle', tags: { collection: ['Insects'] } },
    { id: 3, name: 'Moth 2' },
    { id: 4, name: 'Owl', tags: { genre: ['Platform'] } },
  ]);
  const { isOfSeries } = releaseRecommender(await loadRelease(storage));
  expect([1, 2, 3].map((game) => isOfSeries(game, 0))).toEqual([true, true, false]);
});

test('a release is asked as the site asks it: an edition stands for its game', async () => {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', [
    { id: 1, name: 'Moth', vector: { 'genre:Platform': 1 } },
    { id: 2, name: 'Beetle', vector: { 'genre:Platform': 1 } },
    { id: 3, name: 'Moth Deluxe', editionOf: 1 },
  ]);
  const recommender = releaseRecommender(await loadRelease(storage));
  const deluxe = recommender.find('moth deluxe') ?? -1;
  expect(recommender.recommend(deluxe, 10).map(recommender.nameOf)).toEqual(['Beetle']);
  expect(recommender.familyOf(deluxe)).toBe(recommender.find('Moth'));
});
