import { listDiversity } from '@playkin/functions/src/evaluate/diversity.ts';
import { igdbOverlap } from '@playkin/functions/src/evaluate/igdb-overlap.ts';
import { readLists } from '@playkin/functions/src/evaluate/lists.ts';
import { novelty, selfInformation } from '@playkin/functions/src/evaluate/novelty.ts';
import { recall } from '@playkin/functions/src/evaluate/statistics.ts';
import { seriesRecall } from '@playkin/functions/src/evaluate/series-recall.ts';
import { readVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { describe, expect, test } from 'vitest';
import { rawGame } from '../support/memory-warehouse.ts';
import { games, neighbors, vectors, warehouseOf } from '../support/table-rows.ts';

test('lists are read by the places of canonical games, ten of each, editions standing for their game', async () => {
  const twelve = Array.from({ length: 12 }, (_, i) => 12 - i);
  const warehouse = await warehouseOf({
    games: games(...twelve, [40, 3]),
    neighbors: neighbors({ 1: twelve.slice(0, 11), 3: [1] }),
  });
  const lists = await readLists(warehouse);
  warehouse.close();
  expect(lists.ids).toEqual(twelve.toReversed());
  expect(lists.tops.slice(0, 3)).toEqual([[11, 10, 9, 8, 7, 6, 5, 4, 3, 2], [], [0]]);
  expect(lists.indexOf.get(40)).toBe(2);
});

describe('recall', () => {
  test.each([
    ['half of the relevant games', [1, 2, 3], [2, 9], 10, 0.5],
    ['all that fit', [1, 2], [1, 2, 3, 4], 2, 1],
    ['an empty list', [], [1], 10, 0],
    ['nothing relevant', [1], [], 10, undefined],
  ])('of %s', (_what, list, relevant, size, expected) => {
    expect(recall(list, new Set(relevant), size)).toBe(expected);
  });
});

test('novelty is the mean number of bits that the games of a list tell', () => {
  // With one more rating each, the four have 4, 2, 1 and 1 of 8.
  expect(selfInformation([3, 1, 0, 0])).toEqual([1, 2, 3, 3]);
  const lists = { ids: [1, 2, 3, 4], indexOf: new Map(), ratings: [3, 1, 0, 0], tops: [[1, 2], [0], [], []] };
  expect(novelty(lists)).toMatchObject({ 'novelty@10': { value: 1.75 } });
});

test('diversity is 1 less the mean cosine of the pairs of a list', async () => {
  // Lengths 1: 0.6 and 0.8 shared fully by 1 and 2, nothing by 3, whose other 0.8 is unknown.
  const warehouse = await warehouseOf({
    vectors: vectors({
      1: { 'word 0': 0.5, 'word 1': 0.5 },
      2: { 'word 0': 0.5, 'word 1': 0.5 },
      3: { 'word 1': 0.5, 'unknown -3': 0.5 },
    }),
  });
  const read = await readVectors(warehouse);
  warehouse.close();
  // Cosines 1, 1/2 and 1/2.
  expect(listDiversity(read, [0, 1, 2])).toBeCloseTo(1 - 2 / 3, 12);
  expect(listDiversity(read, [0])).toBeUndefined();
});

test('series are found again by what else their games share, with length 1 and without the names of series', async () => {
  const warehouse = await warehouseOf({
    games: games(1, 2, 3, 4, 5, [6, 1]),
    game_tags: [
      ...[1, 2, 3].map((game_id) => ({ game_id, kind: 'franchise', tag_id: 7 })),
      ...[1, 4].map((game_id) => ({ game_id, kind: 'collection', tag_id: 7 })),
      // An edition, and another kind of tag, make no series.
      { game_id: 6, kind: 'franchise', tag_id: 8 },
      ...[1, 5].map((game_id) => ({ game_id, kind: 'genre', tag_id: 7 })),
    ],
    vectors: vectors({
      1: { 'franchise 0': 0.5, 'collection 1': 0.25, 'word 2': 0.5 },
      2: { 'franchise 0': 0.5, 'word 2': 0.25 },
      3: { 'franchise 0': 0.5, 'word 3': 0.5 },
      4: { 'collection 1': 0.25, 'word 3': 0.25 },
      5: { 'word 2': 0.5 },
    }),
  });
  const metrics = await seriesRecall(warehouse, { ids: [1, 2, 3, 4, 5] }, await readVectors(warehouse));
  warehouse.close();
  // 1 finds 2 of its 2, 3 and 4; 2 finds 1 of 1 and 3; 3 finds neither 1 nor 2; 4 does not find 1.
  expect(metrics['series_recall@10']?.value).toBeCloseTo((1 / 3 + 1 / 2 + 0 + 0) / 4, 12);
});

test("the overlap with IGDB's lists counts editions as their game, and no game that is not there", async () => {
  const raw = (id: number, similar_games?: unknown) => rawGame({ id, name: `Game ${id}`, similar_games });
  const warehouse = await warehouseOf({
    games: games(1, 2, 3, 4, [5, 2], 6),
    neighbors: neighbors({ 1: [2, 3], 2: [1], 3: [1] }),
    raw_games: [
      // 5 is an edition of 2, 99 is not there.
      raw(1, [{ id: 5, name: 'Edition' }, 4, 99]),
      raw(2, [3]),
      raw(3),
      raw(4, [99]),
      // An edition has no list of its own.
      raw(5, [1]),
      { ...raw(6, [1]), removed_at: '2026-01-01T00:00:00.000Z' },
    ],
  });
  const metrics = await igdbOverlap(warehouse, await readLists(warehouse));
  warehouse.close();
  // 1 has 2 of 2 and 4; 2 has not 3.
  expect(metrics['igdb_overlap@10']?.value).toBeCloseTo((1 / 2 + 0) / 2, 12);
});
