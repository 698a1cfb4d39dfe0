import { loadRelease } from '@playkin/functions/src/recommend/load.ts';
import { expect, test } from 'vitest';
import { publishGames } from '../recommend/make-release.ts';
import { memoryStorage } from '../recommend/memory-storage.ts';
import { releaseRecommender } from './release-recommender.ts';
import { judgeAll, type Recommender, summarize } from './taste.ts';
import type { TasteCase } from './taste-set.ts';

const NAMES = ['Seed', 'First', 'Second', 'Third', 'Shame', 'Third Remastered'];
/** Knows the names above; the remaster is of the family of the third. */
const recommending = (...list: string[]): Recommender => ({
  find: (spelled) => (NAMES.includes(spelled) ? NAMES.indexOf(spelled) : undefined),
  familyOf: (game) => (game === 5 ? 3 : game),
  recommend: () => list.map((name) => NAMES.indexOf(name)),
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
  expect(summarize(rows)).toEqual({ lists: 2, good: 0.5, meanHits: 1.5, embarrassments: 1 });
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
  expect(recommender.recommend(deluxe).map(recommender.nameOf)).toEqual(['Beetle']);
  expect(recommender.familyOf(deluxe)).toBe(recommender.find('Moth'));
});
