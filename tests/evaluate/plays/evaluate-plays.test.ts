import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bySimilarity } from '@playkin/functions/src/evaluate/plays/by-similarity.ts';
import { evaluatePlays } from '@playkin/functions/src/evaluate/plays/evaluate-plays.ts';
import { itemKnn } from '@playkin/functions/src/evaluate/plays/item-knn.ts';
import { leaveOneOut } from '@playkin/functions/src/evaluate/plays/leave-one-out.ts';
import { popularity } from '@playkin/functions/src/evaluate/plays/popularity.ts';
import { gain, hit, rankOfHeld } from '@playkin/functions/src/evaluate/plays/ranking.ts';
import { readPlays } from '@playkin/functions/src/evaluate/plays/read-plays.ts';
import { readVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { games, vectors, warehouseOf } from '../../support/table-rows.ts';

test('one game is held out of each history of five or more, and all else is learnt from', () => {
  const histories = [
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3],
    [5, 6, 7, 8, 9, 10],
  ];
  const { trials, learnt } = leaveOneOut(histories, seededRandom(1));
  expect(trials).toHaveLength(2);
  expect(learnt[1]).toEqual([0, 1, 2, 3]);
  for (const [i, user] of [0, 2].entries()) {
    const { profile, held } = trials[i] ?? { profile: [], held: -1 };
    expect([...profile, held].sort((a, b) => a - b)).toEqual(histories[user]);
    expect(learnt[user]).toEqual(profile);
  }
});

describe('the rank of the game held out', () => {
  test.each([
    ['after those of a higher score', 2, [0.9, 0.8, 0.5, 0.1], 3],
    ['after those of the same score before it', 2, [0, 0.5, 0.5, 0.5], 2],
    ['without the games of the profile', 0, [0.5, 0, 0, 0, 0.9], 1],
    ['nowhere without a score', 1, [0.5, 0, 0.1], undefined],
  ])('is %s', (_where, held, scores, rank) => {
    expect(rankOfHeld({ profile: [4], held }, scores)).toBe(rank);
  });

  test('makes a hit and a gain within the first ten', () => {
    expect([1, 10, 11, undefined].map((rank) => hit(rank, 10))).toEqual([1, 1, 0, 0]);
    expect([1, 3, 11, undefined].map((rank) => gain(rank, 10))).toEqual([1, 1 / 2, 0, 0]);
  });
});

describe('ranking', () => {
  const histories = [[0, 1], [0, 1, 2], [0], [3]];

  test('by popularity counts players', () => {
    expect([...Array.from(popularity(histories, 5)([]))]).toEqual([3, 2, 1, 1, 0]);
  });

  test('by item-kNN adds up the cosines of the sets of players', () => {
    // Game 0 has 3 players, 1 has 2 and both of these; 2 has 1, who is of both others too.
    const scores = Array.from(itemKnn(histories, 5)([0]));
    [0, 2 / Math.sqrt(6), 1 / Math.sqrt(3), 0, 0].forEach((score, game) => {
      expect(scores[game]).toBeCloseTo(score, 12);
    });
    const ofTwo = Array.from(itemKnn(histories, 5)([0, 1]));
    expect(ofTwo[2]).toBeCloseTo(1 / Math.sqrt(3) + 1 / Math.sqrt(2), 12);
  });

  test('by similarity takes the mean of the cosines, and 0 for a game without a vector', async () => {
    const warehouse = await warehouseOf({
      vectors: vectors({ 10: { 'word 0': 1 }, 20: { 'word 1': 1 }, 30: { 'word 0': 0.5, 'word 1': 0.25 } }),
    });
    const ranker = bySimilarity(await readVectors(warehouse), [10, 20, 25, 30]);
    warehouse.close();
    expect(ranker([0, 1])).toEqual([0.5, 0.5, 0, (0.5 + 0.25) / 2]);
    expect(ranker([2])).toEqual([0, 0, 0, 0]);
  });
});

test('plays of editions count as their game, once, and unknown games are counted', async () => {
  // Six games with one word in common; everybody plays all of them.
  const ids = [1, 2, 3, 4, 5, 6];
  const warehouse = await warehouseOf({
    games: games(...ids, [60, 6]),
    vectors: vectors(Object.fromEntries(ids.map((id) => [id, { 'word 0': 0.5 }]))),
  });
  const played = ['ada', 'bob'].flatMap((user) => [...ids, 60, 99].map((igdbId) => ({ user, igdbId })));
  const evaluation = await evaluatePlays(warehouse, [...played, { user: 'cy', igdbId: 1 }]);
  expect(evaluation).toMatchObject({ users: 2, games: 6, unknownPlays: 2 });
  // The one game that is left is the one held out.
  const { similarity } = evaluation.rankers;
  expect([similarity['hit_rate@10'].value, similarity['ndcg@10'].value]).toEqual([1, 1]);
  await expect(evaluatePlays(warehouse, [{ user: 'cy', igdbId: 1 }])).rejects.toThrow(
    'Nobody has played five games of the catalogue.',
  );
  warehouse.close();
});

describe('a plays file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'playkin-plays-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const file = async (text: string) => {
    await writeFile(join(folder, 'plays.csv'), text);
    return join(folder, 'plays.csv');
  };

  test('is read by its first two columns', async () => {
    const path = await file('user,igdb_id,title,hours\r\n1,472,"Dawn, of ""War""",3.5\r\n\r\nada,7\r\n');
    expect(await readPlays(path)).toEqual([
      { user: '1', igdbId: 472 },
      { user: 'ada', igdbId: 7 },
    ]);
  });

  test.each([
    ['other columns', 'title,user\n', ', line 1: expected the columns user,igdb_id,…'],
    [
      'a line that is no play',
      'user,igdb_id\n1,2\n1,two\n',
      ', line 3: expected a user and the id of a game',
    ],
    ['a header only', 'user,igdb_id\n', ': holds no plays'],
  ])('with %s is refused in a sentence', async (_what, text, problem) => {
    const path = await file(text);
    await expect(readPlays(path)).rejects.toThrow(`The plays cannot be used: ${path}${problem}.`);
  });

  test('that is not there is refused', async () => {
    const path = join(folder, 'nowhere.csv');
    await expect(readPlays(path)).rejects.toThrow(
      `The plays cannot be used: ${path}: there is no such file.`,
    );
  });
});
