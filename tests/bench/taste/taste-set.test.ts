import { readCatalogueFile } from '@playkin/functions/src/catalogue/file.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { namesIn, readTasteSet, TASTE_DIR, UNSEEN_DIR } from './taste-set.ts';
import { type Title, titleIndex } from './title-index.ts';

const RICH_GAMES = join(import.meta.dirname, '../../../../shared/data/igdb/games-rich.jsonl.gz');
const SKIP_NOTE = existsSync(RICH_GAMES) ? '' : ` (skipped: there is no ${RICH_GAMES})`;
const sixty = readTasteSet(TASTE_DIR);
const unseen = readTasteSet(UNSEEN_DIR);
const set = [...sixty, ...unseen];

interface NamedRecord {
  id: number;
  name: string;
  /** Seconds since 1970. */
  first_release_date?: number;
  total_rating_count?: number;
}

const yearOf = (seconds: number) => new Date(seconds * 1000).getUTCFullYear();

async function* titlesIn(path: string): AsyncGenerator<Title> {
  for await (const line of await readCatalogueFile(path)) {
    const record = JSON.parse(line) as NamedRecord;
    const { id, name, first_release_date: released, total_rating_count: ratings = 0 } = record;
    yield { game: id, name, ratings, ...(released !== undefined && { year: yearOf(released) }) };
  }
}

test('there are sixty games and forty unseen ones, each with five accepted and three embarrassing ones', () => {
  expect([sixty.length, unseen.length]).toEqual([60, 40]);
  expect(new Set(set.map(({ game }) => game)).size).toBe(100);
  for (const { slug, accepted, embarrassing } of set) {
    expect([slug, accepted.length, embarrassing.length]).toEqual([slug, 5, 3]);
  }
});

test('no case names a game twice', () => {
  for (const taste of set) {
    expect([taste.slug, new Set(namesIn(taste)).size]).toEqual([taste.slug, namesIn(taste).length]);
  }
});

test.skipIf(!existsSync(RICH_GAMES))(`every name is that of a game in IGDB${SKIP_NOTE}`, async () => {
  const find = titleIndex(await Array.fromAsync(titlesIn(RICH_GAMES)));
  const missing = set.flatMap(namesIn).filter((name) => find(name) === undefined);
  expect(missing).toEqual([]);
});
