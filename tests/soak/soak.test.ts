import { expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { makeCatalogue } from './catalogue.ts';
import { prepareSoak } from './soak.ts';

/** Four pages; `npm run test:long` takes many more games, and more often. */
const GAMES = 2_000;
/** With so few requests, often enough. */
const CHANCE = 0.5;
const at = (part: number) => ({ part, afterMs: 20 });

test('crawls through faults, killed and started again, end in the tables of undisturbed ones', async () => {
  const soak = await prepareSoak(await makeCatalogue(GAMES, { real: false }));
  onTestFinished(soak.close);
  const crawls = await Promise.all([
    soak.crawl('first', { random: seededRandom(1), chance: CHANCE, kills: [at(0), at(0.8)] }),
    soak.crawl('smart', { random: seededRandom(2), chance: CHANCE, kills: [at(0.3), at(0.6)] }),
  ]);
  for (const { digest, undisturbed } of crawls) expect(digest).toBe(undisturbed);
  // What it is about did happen.
  for (const { kills, struck } of crawls) expect([kills > 0, struck > 0]).toEqual([true, true]);
});
