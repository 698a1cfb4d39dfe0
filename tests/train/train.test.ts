import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import type { Row } from '@playkin/functions/src/warehouse.ts';
import { trainLexicon } from '@playkin/functions/src/train/train.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSimilarity } from '../support/memory-warehouse.ts';

/** Games 1 to 12 are pinball tables, 13 to 24 are about dragons; all are shiny. */
const IDS = Array.from({ length: 24 }, (_, i) => i + 1);
const isPinball = (id: number) => id <= 12;
const TAGGED = IDS.map((igdb_id) => ({
  igdb_id,
  tags: [isPinball(igdb_id) ? 'Pinball' : 'Dragons', 'Nudity', 'Indie'],
}));
const NOBODY: ReadonlySet<number> = new Set();

let warehouse: DuckDbWarehouse;
beforeAll(async () => {
  warehouse = await buildSimilarity(
    IDS.map((id) => ({
      id,
      name: `Game ${id}`,
      summary: isPinball(id) ? 'A shiny flipper for a high score.' : 'A shiny dragon over the hills.',
      genres: [{ id: isPinball(id) ? 30 : 12, name: isPinball(id) ? 'Pinball' : 'Role-playing (RPG)' }],
    })),
  );
});
afterAll(() => {
  warehouse.close();
});

const weightOf = (phrases: Row[], concept: string, kind: string, clue: string) =>
  phrases.find((row) => row['concept'] === concept && row['kind'] === kind && row['clue'] === clue)?.[
    'weight'
  ];

test('words, phrases and tags speak for what players call the games that have them, and against the rest', async () => {
  const { phrases, games, concepts } = await trainLexicon(warehouse, TAGGED, NOBODY);
  // Tags that say nothing of what a game is like are not learned.
  expect({ games, concepts }).toEqual({ games: 24, concepts: 2 });
  for (const [kind, clue] of [
    ['word', 'flipper'],
    ['phrase', 'high score'],
    ['genre', 'Pinball'],
  ] as const) {
    expect(weightOf(phrases, 'Pinball', kind, clue)).toBeGreaterThan(0);
    expect(weightOf(phrases, 'Dragons', kind, clue)).toBeLessThan(0);
  }
});

test('the same tables and tags give the same weights, in whatever order the games come', async () => {
  const { phrases } = await trainLexicon(warehouse, TAGGED, NOBODY);
  expect((await trainLexicon(warehouse, TAGGED.toReversed(), NOBODY)).phrases).toEqual(phrases);
});

test('games that are withheld are not learned from', async () => {
  const { phrases, games, concepts } = await trainLexicon(warehouse, TAGGED, new Set([1, 2, 3]));
  // Nine are too few for a concept.
  expect({ games, concepts }).toEqual({ games: 21, concepts: 1 });
  expect(phrases.every(({ concept }) => concept === 'Dragons')).toBe(true);
});

test('a catalogue without tagged games is no use', async () => {
  const strangers = [{ igdb_id: 999, tags: ['Pinball'] }];
  await expect(trainLexicon(warehouse, strangers, NOBODY)).rejects.toThrow(
    'Expected tagged games in the catalogue to learn from, found 0. Use a catalogue that has them.',
  );
});
