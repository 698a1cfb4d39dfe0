import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '@playkin/functions/src/catalogue/bundled.ts';
import { readCatalogueFile } from '@playkin/functions/src/catalogue/file.ts';

/** Real records, beside the project where it is developed, never in it. */
const RICH = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'igdb', 'games-rich.jsonl.gz');

/** JSON text of the records that IGDB had when the data folder was made, and of those that it has now. */
export interface Catalogue {
  before: string[];
  now: string[];
}

/** Of every hundred games one is new, one is gone, and three have changed since: so many that each batch has some. */
const isNew = (i: number) => i % 100 === 20;
const isGone = (i: number) => i % 100 === 50;
const isChanged = (i: number) => i % 100 >= 97;
const DAY_SECONDS = 86_400;

/** Real games where they are at hand, else the bundled ones over and over under other ids. */
export async function makeCatalogue(count: number, { real }: { real: boolean }): Promise<Catalogue> {
  const games = real && existsSync(RICH) ? await realGames(count) : await repeatedGames(count);
  const nowSeconds = Math.floor(Date.now() / 1000);
  const before = games
    .filter((_, i) => !isNew(i))
    .map((game) => JSON.stringify({ ...game, updated_at: nowSeconds - 9 * DAY_SECONDS }));
  const now = games.flatMap((game, i) => {
    if (isGone(i)) return [];
    if (isNew(i)) return [JSON.stringify({ ...game, updated_at: nowSeconds })];
    if (!isChanged(i)) return [JSON.stringify({ ...game, updated_at: nowSeconds - 9 * DAY_SECONDS })];
    const name = `${String(game['name'])}, renamed`;
    return [JSON.stringify({ ...game, name, updated_at: nowSeconds, checksum: `changed-${i}` })];
  });
  return { before, now };
}

type Game = Record<string, unknown>;

async function realGames(count: number): Promise<Game[]> {
  const games: Game[] = [];
  for await (const text of readCatalogueFile(RICH)) {
    games.push(JSON.parse(text) as Game);
    if (games.length === count) break;
  }
  return games;
}

async function repeatedGames(count: number): Promise<Game[]> {
  const bundled = await Array.fromAsync(readBundledCatalogue(BUNDLED_CATALOGUE_DIR));
  return Array.from({ length: count }, (_, i) => {
    const game = JSON.parse(bundled[i % bundled.length] ?? '{}') as Game;
    // Ids have gaps.
    return { ...game, id: 3 * i + 1, slug: `game-${i}` };
  });
}
