import type { Release } from '@playkin/functions/src/recommend/release/release.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { dialsOf } from '@playkin/functions/src/recommend/similar/dials.ts';
import { similar } from '@playkin/functions/src/recommend/similar/similar.ts';
import { explain } from '@playkin/functions/src/recommend/why/why.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishGames, type TestGame } from '../../support/make-release.ts';
import { memoryStorage } from '../../support/memory-storage.ts';
import { randomGames } from '../../support/random-games.ts';

async function releaseOf(games: TestGame[]): Promise<Release> {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', games);
  return loadRelease(storage);
}

const sumOf = (shares: readonly { share: number }[]) => shares.reduce((sum, { share }) => sum + share, 0);
const ANYTHING = { tags: [] };

describe('on random games', () => {
  let release: Release;
  beforeAll(async () => {
    release = await releaseOf(randomGames(300, 4));
  });

  test('traits add up to the score, and so do the seeds, of each trait too', () => {
    const next = seededRandom(5);
    const below = (n: number) => Math.floor(next() * n);
    const dials = [...dialsOf(release).values()];
    let explained = 0;
    for (let round = 0; round < 150; round++) {
      const games = [...new Set(Array.from({ length: 1 + below(6) }, () => below(release.canonicalCount)))];
      const liked = 1 + below(games.length);
      const [like, unlike] = [games.slice(0, liked), games.slice(liked)];
      const picked = dials.filter(() => next() < 0.15).slice(0, 4);
      const answer = similar(release, {
        like,
        unlike,
        weights: new Map(games.map((game) => [game, 1 + below(5)])),
        more: picked.slice(0, 2),
        less: picked.slice(2),
        filters: ANYTHING,
        limit: 20,
      });
      for (const { game, score } of answer.results) {
        const { why, against, others, seeds } = explain(release, answer.profile, game, answer.parts);
        expect(sumOf(why) + sumOf(against) + others).toBeCloseTo(score, 9);
        if (games.length + picked.length > 1) expect(sumOf(seeds)).toBeCloseTo(score, 9);
        else expect(seeds).toEqual([]);
        for (const { from, share } of [...why, ...against])
          if (from) expect(sumOf(from)).toBeCloseTo(share, 9);
        expect(why.every(({ share }) => share > 0) && against.every(({ share }) => share < 0)).toBe(true);
        explained++;
      }
    }
    expect(explained).toBeGreaterThan(500);
  });
});

const pair = (vector: Record<string, number>, inferred: string[] = []): Promise<Release> =>
  releaseOf([
    { id: 10, name: 'A', vector },
    { id: 20, name: 'B', vector, inferred },
  ]);

async function reasons(release: Release) {
  const { profile, parts } = similar(release, { like: [0], unlike: [], filters: ANYTHING, limit: 1 });
  return explain(release, profile, 1, parts).why;
}

test('what says nothing is no reason, but keeps its part of the score', async () => {
  const release = await pair({
    'keyword:pre-release public testing': 5,
    'keyword:previously on - Stadia Pro': 5,
    'engine:Proprietary Engine': 5,
    'keyword:bees': 5,
    'word:bees': 5,
    'keyword:beekeeping': 1,
  });
  const { why, others } = explain(
    release,
    new Map(similar(release, { like: [0], unlike: [], filters: ANYTHING, limit: 1 }).profile),
    1,
  );
  expect(why.map(({ name }) => name)).toEqual(['Beekeeping']);
  expect(sumOf(why) + others).toBeCloseTo(1, 3);
});

test('what tells most comes first, however small its part; what very many games share only makes up three', async () => {
  const common = { 'genre:Platform': 3, 'concept:2D': 3, 'mode:Single player': 3 };
  const namesOf = async (vector: Record<string, number>) =>
    (await reasons(await pair(vector))).map(({ name }) => name);
  const few = await namesOf({ ...common, 'concept:Metroidvania': 2 });
  expect([few[0], few.length]).toEqual(['Metroidvania', 3]);
  const many = {
    'concept:Metroidvania': 1,
    'developer:Team Cherry': 1,
    'theme:Fantasy': 1,
    'concept:Loot': 1,
  };
  expect((await namesOf({ ...common, ...many })).sort()).toEqual([
    'Fantasy',
    'Loot',
    'Metroidvania',
    'Team Cherry',
  ]);
});

test('a trait that nothing says of the game is marked, unless a tag of the same name says it', async () => {
  const vector = { 'concept:Stealth': 1, 'concept:Horror': 1, 'theme:Horror': 1, 'concept:Loot': 1 };
  const shown = await reasons(await pair(vector, ['concept:Stealth', 'concept:Horror']));
  const marked = shown.map(({ name, inferred }) => [name, inferred]).sort();
  expect(marked).toEqual([
    ['Horror', undefined],
    ['Loot', undefined],
    ['Stealth', true],
  ]);
});

test('two loved games meet: each reason says which of them it comes from, and what was held against a game', async () => {
  const release = await releaseOf([
    { id: 10, name: 'Thief', vector: { 'theme:Stealth': 1 } },
    { id: 20, name: 'Puzzles', vector: { 'genre:Puzzle': 1 } },
    { id: 30, name: 'Ghosts', vector: { 'theme:Horror': 1 } },
    { id: 40, name: 'All of it', vector: { 'theme:Stealth': 2, 'genre:Puzzle': 2, 'theme:Horror': 1 } },
  ]);
  const answer = similar(release, { like: [0, 1], unlike: [2], filters: ANYTHING, limit: 1 });
  const { why, against, seeds } = explain(release, answer.profile, 3, answer.parts);
  const from = new Map(why.map((reason) => [reason.name, reason.from?.map(({ id }) => id)]));
  expect(Object.fromEntries(from)).toEqual({ Stealth: [10], Puzzle: [20] });
  expect(against.map((reason) => [reason.name, reason.from?.map(({ id }) => id)])).toEqual([
    ['Horror', [30]],
  ]);
  expect(seeds.map(({ id, share }) => [id, share > 0])).toEqual([
    [10, true],
    [20, true],
    [30, false],
  ]);
});
