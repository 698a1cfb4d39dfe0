import { expect, test } from 'vitest';
import { publishGames } from '../support/make-release.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { randomGames } from '../support/random-games.ts';
import { releaseOf, swapReleases } from './swaps.ts';

test('while releases change, some of them damaged, no request fails and none is answered from a damaged one', async () => {
  const storage = memoryStorage();
  const games = randomGames(300, 5);
  await publishGames(storage, releaseOf(0), games);
  const paths = games.flatMap(({ id, name }) => [
    `/api/recommend?like=${id}`,
    `/api/recommend?like=${id}&genre=genre-1&limit=20`,
    `/api/search?q=${encodeURIComponent(name.slice(0, 6))}`,
    `/api/games/${id}`,
  ]);
  const damaged = [2, 3, 5];
  const { answers, failures, releases, logged } = await swapReleases({
    ...{ storage, first: releaseOf(0), paths, damaged },
    ...{ swaps: 6, pauseMs: 400, clients: 4 },
  });
  expect(failures).toEqual([]);
  expect(answers).toBeGreaterThan(100);
  // A busy machine may pass over one that is not the last.
  const good = [0, 1, 4, 6].map(releaseOf);
  expect(good).toEqual(expect.arrayContaining(releases));
  expect(releases.at(-1)).toBe(releaseOf(6));
  for (const { message, severity } of logged) {
    if (severity === 'ERROR')
      expect(message).toMatch(/^Release soak-00[235] cannot be used, still serving soak-00[014]: /);
  }
});
