import { expect, test } from 'vitest';
import { crawling, undisturbedDigest } from './outcome.ts';

/** Nine pages, each of which takes three attempts on average. */
const GAMES = { games: 4321 };
const FAULTS = [
  ...['too-many-requests', 'server-error', 'reset', 'cut-body', 'html'].map((name) => `${name}:0.1`),
  ...['duplicate-page', 'unsorted-page', 'empty-page'].map((name) => `${name}:0.1`),
  'slow=10:0.2',
  'token-revoked:5',
  'token-down:2',
];
/** A page that has bad luck eight times in a row ends a run. */
const MAX_RUNS = 5;

test('a crawl through faults of many kinds at once ends in the same table', async () => {
  const { digest, struck } = await crawling(async (site) => {
    site.switchOn(...FAULTS);
    for (let runs = 1; (await site.crawl()).error !== undefined && runs < MAX_RUNS; runs += 1);
    return { digest: await site.digest(), struck: new Set(site.struck).size };
  }, GAMES);
  expect(struck).toBeGreaterThanOrEqual(8);
  expect(digest).toBe(await undisturbedDigest(GAMES));
});
