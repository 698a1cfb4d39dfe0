import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '@playkin/functions/src/catalogue/bundled.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { search } from '@playkin/functions/src/recommend/search/search.ts';
import { expect, test } from 'vitest';
import { HARD_QUERIES, LATER_QUERIES, readHardQueries } from '../../bench/search/hard-queries.ts';
import { outcomes } from '../../bench/search/success.ts';
import { publishGames, type TestGame } from '../../support/make-release.ts';
import { memoryStorage } from '../../support/memory-storage.ts';

interface CatalogueGame {
  id: number;
  name: string;
  game_type: number;
  first_release_date: number;
  parent_game?: number;
  version_parent?: number;
  total_rating_count: number;
  platforms: { name: string }[];
  alternative_names?: { name: string }[];
  game_localizations?: { name: string }[];
}

/** DLC, expansions, bundles, ports, packs and updates fold onto their game. */
const FOLDED = new Set([1, 2, 3, 11, 13, 14]);

function testGame(game: CatalogueGame): TestGame {
  const parent = game.version_parent ?? (FOLDED.has(game.game_type) ? game.parent_game : undefined);
  return {
    id: game.id,
    name: game.name,
    type: game.game_type,
    year: new Date(game.first_release_date * 1000).getUTCFullYear(),
    ratings: game.total_rating_count,
    aliases: [...(game.alternative_names ?? []), ...(game.game_localizations ?? [])].map(({ name }) => name),
    tags: { platform: game.platforms.map(({ name }) => name) },
    vector: {},
    neighbors: [],
    ...(parent !== undefined && { editionOf: parent }),
  };
}

test('on the bundled catalogue every hard query of a game that is in it finds it first', async () => {
  const records = await Array.fromAsync(readBundledCatalogue(BUNDLED_CATALOGUE_DIR));
  const games = records.map((json) => testGame(JSON.parse(json) as CatalogueGame));
  const storage = memoryStorage();
  await publishGames(storage, 'bundled', games);
  const release = await loadRelease(storage);
  const ids = new Set(release.games.id);
  const queries = [HARD_QUERIES, LATER_QUERIES]
    .flatMap(readHardQueries)
    .filter((query) => query.ids.some((id) => ids.has(id)));

  const rows = outcomes(queries, (query, limit) =>
    search(release.search, query, limit).map(({ game }) => release.games.id[game] ?? 0),
  );
  const missed = rows
    .filter(({ place }) => place !== 1)
    .map(({ kind, query, place }) => `${kind}: ${query}: ${place}`);
  expect(missed).toEqual([]);
  expect(rows.length).toBeGreaterThan(350);
});
