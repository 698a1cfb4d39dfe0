import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '@playkin/functions/src/publish/publish.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { profileOf } from '@playkin/functions/src/recommend/similar/profile.ts';
import { renownOf, rerank } from '@playkin/functions/src/recommend/similar/rerank.ts';
import { scoreOne } from '@playkin/functions/src/recommend/similar/score.ts';
import type { Release } from '@playkin/functions/src/recommend/release/release.ts';
import { fromIndex, fromNeighbors, isPlain } from '@playkin/functions/src/recommend/similar/similar.ts';
import { neighborsOf } from '@playkin/functions/src/release/neighbor-lists.ts';
import { unpack } from '@playkin/functions/src/release/packed.ts';
import { blockOf, textOfBlock } from '@playkin/functions/src/release/summaries.ts';
import {
  FEATURE_KINDS,
  releasePath,
  TAG_KINDS,
  UNKNOWN_RATING,
  UNKNOWN_YEAR,
  WEIGHT_SCALE,
} from '@playkin/shared/release.ts';
import { type Published, similarityDone } from './published.ts';

let deps: Published;
let release: Release;
beforeAll(async () => {
  deps = await similarityDone();
  await publish(deps);
  release = await loadRelease(deps.storage);
});
afterAll(() => {
  deps.warehouse.close();
});

const rowsOf = (sql: string) => Array.fromAsync(deps.warehouse.query(sql));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const idOf = (game: number) => release.games.id[game] ?? -1;

/** The lines of each group, in code-point order: what both sides are compared as. */
function grouped(pairs: (readonly [number, string])[]): Record<number, string[]> {
  const groups: Record<number, string[]> = {};
  for (const [game, line] of pairs) (groups[game] ??= []).push(line);
  for (const lines of Object.values(groups)) lines.sort();
  return groups;
}

test('every game is there with its numbers and texts, canonical games first', async () => {
  const { games } = release;
  const published = numbers(release.gameCount).map((game) => ({
    game_id: games.id[game],
    canonical_id: idOf(games.canonical[game] ?? -1),
    year: games.year[game],
    rating: games.rating[game],
    rating_count: games.ratings[game],
    game_type: games.type[game],
    name: games.name.at(game),
    slug: games.slug.at(game),
    cover: games.cover.at(game),
  }));
  const rows = await rowsOf(
    'SELECT * FROM games ORDER BY CASE WHEN canonical_id = game_id THEN 0 ELSE 1 END, game_id',
  );
  expect(published).toEqual(
    rows.map((row) => ({
      game_id: row['game_id'],
      canonical_id: row['canonical_id'],
      year: row['first_release_year'] ?? UNKNOWN_YEAR,
      rating: row['rating'] === null ? UNKNOWN_RATING : Math.round(Number(row['rating'])),
      rating_count: row['rating_count'] ?? 0,
      game_type: row['game_type'],
      name: row['name'],
      slug: row['slug'],
      cover: row['cover'] ?? '',
    })),
  );
  expect(published.find(({ game_id }) => game_id === 1)).toMatchObject({
    ...{ year: 1947, rating: 89, rating_count: 137, name: 'Ōkuri 送り 🐺', cover: 'co1abc' },
  });
  expect(published.find(({ game_id }) => game_id === 2)).toMatchObject({
    ...{ canonical_id: 1, rating: 0, rating_count: 1, slug: 'game-2' },
  });
  expect(published.find(({ game_id }) => game_id === 3)).toMatchObject({
    ...{ year: UNKNOWN_YEAR, rating: UNKNOWN_RATING, rating_count: 0, cover: '' },
  });
});

test('every summary is the text that its game points to', async () => {
  const { summaryStart, summaryBlocks } = release.games;
  if (summaryBlocks === undefined) throw new Error('Expected blocks of summaries');
  const path = releasePath(release.name, 'summaries');
  const published = await Promise.all(
    numbers(release.gameCount).map(async (game) => {
      const [start = 0, end = 0] = summaryStart.subarray(game, game + 2);
      if (start === end) return [idOf(game), ''] as const;
      const { inFile, inText } = blockOf(summaryBlocks, { start, end });
      const block = await textOfBlock((await deps.storage.read(path, inFile)) ?? new Uint8Array());
      return [idOf(game), new TextDecoder().decode(block.subarray(inText.start, inText.end))] as const;
    }),
  );
  const rows = await rowsOf('SELECT game_id, summary FROM games');
  expect(new Map(published)).toEqual(new Map(rows.map((row) => [row['game_id'], row['summary'] ?? ''])));
  expect(new Map(published).get(1)).toContain('狼の物語。\n🐺');
});

test('every named tag of a game is there, but for idle keywords', async () => {
  const { games, tags } = release;
  const published = numbers(release.gameCount).flatMap((game) =>
    [...games.tags.values.subarray(games.tags.start[game], games.tags.start[game + 1])].map(
      (tag) => [idOf(game), `${TAG_KINDS[tags.kind[tag] ?? -1]}: ${tags.name.at(tag)}`] as const,
    ),
  );
  const rows = await rowsOf("SELECT * FROM game_tags WHERE name IS NOT NULL AND name <> 'steam cloud'");
  expect(grouped(published)).toEqual(
    grouped(rows.map((row) => [Number(row['game_id']), `${row['kind']}: ${row['name']}`])),
  );
  expect(grouped(published)[1]).toEqual(['genre: genre 1', 'keyword: keyword 1']);
});

test('every alias is there', async () => {
  const bytes = await deps.storage.read(releasePath(release.name, 'aliases'));
  const columns = await unpack(bytes ?? new Uint8Array(), () => Promise.resolve());
  const alias = columns.strings('alias');
  const published = [...columns.numbers('game', 'u32')].map((game, i) => [idOf(game), alias.at(i)] as const);
  const rows = await rowsOf('SELECT game_id, alias FROM aliases');
  expect(grouped(published)).toEqual(
    grouped(rows.map((row) => [Number(row['game_id']), String(row['alias'])])),
  );
  expect(grouped(published)).toMatchObject({ 1: ['Okuri', '狼の物語'], 2: ['Okuri Gold'] });
});

test('every vector is there, exactly, but for what is unknown', async () => {
  const { vectors, features } = release;
  const line = (kind: unknown, name: unknown, weight: number) => `${kind}: ${name} ${weight * WEIGHT_SCALE}`;
  const published = numbers(release.canonicalCount).flatMap((game) =>
    numbers((vectors.start[game + 1] ?? 0) - (vectors.start[game] ?? 0)).map((offset) => {
      const entry = (vectors.start[game] ?? 0) + offset;
      const feature = vectors.values[entry] ?? -1;
      const weight = (vectors.weights[entry] ?? 0) / WEIGHT_SCALE;
      const kind = FEATURE_KINDS[features.kind[feature] ?? -1];
      return [idOf(game), line(kind, features.name.at(feature), weight)] as const;
    }),
  );
  const rows = await rowsOf("SELECT * FROM vectors WHERE kind <> 'unknown'");
  expect(rows.length).toBeGreaterThan(500);
  expect(grouped(published)).toEqual(
    grouped(
      rows.map((row) => [Number(row['game_id']), line(row['kind'], row['feature'], Number(row['weight']))]),
    ),
  );
});

test('every neighbour is there', async () => {
  const expected = new Map<number, number[]>();
  for (const row of await rowsOf('SELECT game_id, neighbor_id FROM neighbors ORDER BY neighbor_id')) {
    const id = Number(row['game_id']);
    expected.set(id, [...(expected.get(id) ?? []), Number(row['neighbor_id'])]);
  }
  const lists = numbers(release.canonicalCount).map(
    (game) => [idOf(game), Array.from(neighborsOf(release.neighbors, game), idOf)] as const,
  );
  expect(new Map(lists.filter(([, list]) => list.length > 0))).toEqual(expected);
});

test('the neighbours are in the order of their ranks when they are scored', async () => {
  let compared = 0;
  for (let game = 0; game < release.canonicalCount; game++) {
    const neighbors = neighborsOf(release.neighbors, game);
    const profile = profileOf(release, [game], []);
    const nearest = Array.from(neighbors, (item) => ({ item, score: scoreOne(release, profile, item) }));
    const order = rerank(release, nearest, renownOf(release, [game])).map(({ item }) => idOf(item));
    const rows = await rowsOf(
      `SELECT neighbor_id FROM neighbors WHERE game_id = ${idOf(game)} ORDER BY rank`,
    );
    expect(order).toEqual(rows.map((row) => row['neighbor_id']));
    compared += order.length;
  }
  expect(compared).toBeGreaterThan(100);
});

test('the neighbours of the warehouse and the vectors of the release make the same lists', () => {
  const limit = 20;
  let compared = 0;
  let inOtherOrder = 0;
  for (const game of numbers(release.canonicalCount)) {
    const profile = profileOf(release, [game], []);
    // All games of this catalogue have one title, but for a number.
    const query = { like: [game], unlike: [], filters: { tags: [] }, allOfSeries: true, limit };
    const ready = isPlain(release, query) ? fromNeighbors(release, query, profile) : undefined;
    if (ready === undefined) continue;
    expect(ready).toEqual(fromIndex(release, query, profile));
    const list = ready.results;
    compared++;
    if (list.some(({ score }, i) => score > (list[i - 1]?.score ?? Infinity))) inOtherOrder++;
  }
  expect(compared).toBeGreaterThan(50);
  expect(inOtherOrder).toBeGreaterThan(10);
});
