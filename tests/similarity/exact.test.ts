import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '@playkin/functions/src/catalogue/bundled.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { bruteForce, readNeighbors, readRenown, readVectors } from '../support/brute-force.ts';
import { type BuildOptions, buildSimilarity, type GameRecord } from '../support/memory-warehouse.ts';
import { nastyGames } from '../support/nasty-games.ts';
import { hasSharedData, JUDGED_GAMES, readRecords, SKIP_NOTE } from '../support/shared-data.ts';

/** Rounding weights to 2^-15 moves the squared length of a vector by at most this much. */
const LENGTH_TOLERANCE = 0.001;

async function bundledGames(): Promise<GameRecord[]> {
  const lines = await Array.fromAsync(readBundledCatalogue(BUNDLED_CATALOGUE_DIR));
  return lines.map((line) => JSON.parse(line) as GameRecord);
}

/** 50 games that many know, whose records are rich, and 300 of the others. */
async function realGames(): Promise<GameRecord[]> {
  const next = seededRandom(20);
  const games = await readRecords<GameRecord & { total_rating_count?: number }>(JUDGED_GAMES);
  games.sort((a, b) => (b.total_rating_count ?? 0) - (a.total_rating_count ?? 0) || a.id - b.id);
  const others = games.slice(50).map((game) => ({ game, key: next() }));
  others.sort((a, b) => a.key - b.key);
  return [...games.slice(0, 50), ...others.slice(0, 300).map(({ game }) => game)];
}

const nasty = () => Promise.resolve(nastyGames(1500, 7));
/** As all of IGDB's games are built on a laptop. */
const AS_LARGE: BuildOptions = { threads: 2, inAllSlices: true };
const catalogues = [
  { name: 'the bundled catalogue', games: bundledGames, options: {}, skip: false },
  { name: 'a catalogue of ties', games: nasty, options: AS_LARGE, skip: false },
  { name: `real games${SKIP_NOTE}`, games: realGames, options: {}, skip: !hasSharedData },
];

for (const { name, games, options, skip } of catalogues) {
  describe.skipIf(skip)(name, () => {
    let warehouse: DuckDbWarehouse;
    beforeAll(async () => {
      warehouse = await buildSimilarity(await games(), options);
    });
    afterAll(() => {
      warehouse.close();
    });

    test('neighbors are those of all pairs compared, in the order that renown gives, for every game', async () => {
      const expected = bruteForce(await readVectors(warehouse), await readRenown(warehouse));
      const found = await readNeighbors(warehouse);
      const differing = [...expected]
        .map(([game, list]) => ({ game, expected: list, found: found.get(game) ?? [] }))
        .filter((pair) => JSON.stringify(pair.expected) !== JSON.stringify(pair.found));
      expect(differing.slice(0, 3), `${differing.length} of ${expected.size} games differ`).toEqual([]);
      expect([...found.keys()].filter((game) => !expected.has(game))).toEqual([]);
    });

    test('every vector has length 1', async () => {
      const vectors = await readVectors(warehouse);
      const lengths = [...vectors].map(([game, vector]) => ({
        game,
        length: Math.hypot(...vector.map(([, weight]) => weight)),
      }));
      expect(lengths.length).toBeGreaterThan(100);
      expect(lengths.filter(({ length }) => Math.abs(length - 1) > LENGTH_TOLERANCE)).toEqual([]);
    });
  });
}

async function digest(warehouse: DuckDbWarehouse, sql: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const row of warehouse.query(sql)) hash.update(JSON.stringify(row));
  return hash.digest('hex');
}

test('a second run gives the same tables, whatever the order of the records', async () => {
  const games = nastyGames(400, 11);
  const first = await buildSimilarity(games, { threads: 2 });
  const second = await buildSimilarity(games.toReversed(), AS_LARGE);
  for (const sql of [
    'SELECT * FROM vectors ORDER BY game_id, feature_id',
    'SELECT * FROM neighbors ORDER BY game_id, rank',
  ]) {
    expect(await digest(first, sql)).toBe(await digest(second, sql));
  }
  first.close();
  second.close();
});
