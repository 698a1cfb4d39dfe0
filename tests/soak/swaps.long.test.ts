import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { expect, test } from 'vitest';
import { RELEASES_PREFIX } from '@playkin/shared/release.ts';
import { readLatestName } from '@playkin/functions/src/release/manifest.ts';
import { publishGames } from '../support/make-release.ts';
import { type MemoryStorage, memoryStorage } from '../support/memory-storage.ts';
import { randomGames } from '../support/random-games.ts';
import { releaseOf, swapReleases } from './swaps.ts';

const SWAPS = 20;
const DAMAGED = [4, 11, 17];
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 10);
/** A data folder with a release as large as the real one, where there is one. */
const DATA_DIR = process.env['SOAK_DATA_DIR'];
const SLOWEST_MS = 300;
const GAMES = 2_000;

async function firstRelease(storage: MemoryStorage): Promise<string> {
  if (DATA_DIR === undefined) {
    await publishGames(storage, releaseOf(0), randomGames(GAMES, 5));
    return releaseOf(0);
  }
  const folder = folderStorage(join(DATA_DIR, 'bucket'));
  const name = await readLatestName(folder);
  for (const path of ['latest.json', ...(await folder.list(`${RELEASES_PREFIX}${name}/`))]) {
    storage.objects.set(path, (await folder.read(path)) ?? new Uint8Array());
  }
  return name;
}

test(
  `${String(MINUTES)} minutes of requests, ${String(SWAPS)} releases, ${String(DAMAGED.length)} of them damaged: no request fails, none is slow`,
  { timeout: (MINUTES + 5) * 60_000 },
  async () => {
    const storage = memoryStorage();
    const first = await firstRelease(storage);
    const { games, canonicalCount } = await loadRelease(storage);
    const step = Math.max(1, Math.floor(canonicalCount / 5_000));
    const paths: string[] = [];
    for (let game = 0; game < canonicalCount; game += step) {
      paths.push(
        `/api/recommend?like=${String(games.id[game])}`,
        `/api/recommend?like=${String(games.id[game])}&from=2010&limit=20`,
        `/api/search?q=${encodeURIComponent(games.name.at(game).slice(0, 8))}`,
        `/api/games/${String(games.id[game])}`,
      );
    }
    const pauseMs = (MINUTES * 60_000) / (SWAPS + 1);
    const result = await swapReleases({
      ...{ storage, first, paths, damaged: DAMAGED, swaps: SWAPS, pauseMs, clients: 4 },
    });
    const { answers, failures, releases, slowestMs, rssMb } = result;
    process.stdout.write(
      `${JSON.stringify({ answers, slowestMs: Math.round(slowestMs), rssMb, releases })}\n`,
    );
    expect(failures).toEqual([]);
    expect(releases).toHaveLength(1 + SWAPS - DAMAGED.length);
    expect(slowestMs).toBeLessThan(SLOWEST_MS);
    // Two releases at a time, however many there were.
    expect(Math.max(...rssMb.slice(-5))).toBeLessThan(1.3 * Math.max(...rssMb.slice(2, 7)));
  },
);
