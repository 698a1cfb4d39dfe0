import { entriesOf, nearest, productsWith } from '@playkin/functions/src/evaluate/nearest.ts';
import { partOf } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { readVectors, type SparseVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { bruteForce, readVectors as readPairs } from '../support/brute-force.ts';
import { buildSimilarity } from '../support/memory-warehouse.ts';
import { nastyGames } from '../support/nasty-games.ts';
import { vectors as rows, warehouseOf } from '../support/table-rows.ts';

let vectors: SparseVectors;
beforeAll(async () => {
  const warehouse = await warehouseOf({
    vectors: rows({
      30: { 'word 2': 0.5, 'unknown -30': 0.75 },
      10: { 'word 2': 0.5, 'word 0': 0.25 },
      20: { 'word 2': 0.5, 'franchise 1': 0.75, 'word 0': 0.125 },
    }),
  });
  vectors = await readVectors(warehouse);
  warehouse.close();
});

const units = (weight: number) => weight * WEIGHT_SCALE;

test('vectors are read by id, with what is unknown of a game in their lengths only', () => {
  expect(vectors.ids).toEqual([10, 20, 30]);
  expect([...entriesOf(vectors, 2)]).toEqual([[2, units(0.5)]]);
  expect(vectors.lengths[2]).toBeCloseTo(units(Math.hypot(0.5, 0.75)), 6);
});

describe('a part of the vectors', () => {
  test('without features has as much shorter vectors', () => {
    const part = partOf(vectors, { without: new Set([1]) });
    expect([...entriesOf(part, 1)]).toEqual([
      [0, units(0.125)],
      [2, units(0.5)],
    ]);
    expect(part.lengths[1]).toBeCloseTo(units(Math.hypot(0.5, 0.125)), 6);
    expect(part.lengths[2]).toBeCloseTo(vectors.lengths[2] ?? 0, 6);
  });

  test('of some games numbers them anew', () => {
    const part = partOf(vectors, { games: new Set([10, 30, 99]) });
    expect(part.ids).toEqual([10, 30]);
    expect(part.indexOf.get(30)).toBe(1);
    expect([...entriesOf(part, 1)]).toEqual([...entriesOf(vectors, 2)]);
  });
});

test('products with a profile are those of all pairs', () => {
  const products = productsWith(vectors)(entriesOf(vectors, 0));
  expect([...products].map((product) => product / WEIGHT_SCALE ** 2)).toEqual([0.3125, 0.28125, 0.25]);
});

describe('the nearest games', () => {
  test('are nearer the shorter their vectors are, where these are not of length 1', () => {
    expect(nearest(vectors, 10)(0)).toEqual([1, 2]);
    expect(nearest(vectors, 1)(0)).toEqual([1]);
    expect(nearest(vectors, 10, Float64Array.of(1, 4, 2))(0)).toEqual([2, 1]);
  });

  test('are those of all pairs compared, where many are equally near', async () => {
    const warehouse = await buildSimilarity(nastyGames(150, 3));
    const read = await readVectors(warehouse);
    const pairs = await readPairs(warehouse);
    const alike = new Map(
      [...pairs.keys()].map((id) => [id, { renown: 0, recommended: true, adult: false }]),
    );
    const expected = bruteForce(pairs, alike, 0);
    warehouse.close();
    const nearestTo = nearest(read, 50);
    for (const [id, list] of expected) {
      const found = nearestTo(read.indexOf.get(id) ?? -1).map((game) => read.ids[game]);
      expect(found).toEqual(list.map((near) => near.id));
    }
  });
});
