import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { makeCatalogue } from './catalogue.ts';
import { prepareSoak, SCENARIOS, type Soak } from './soak.ts';

const GAMES = 30_000;
const CRAWLS = 20;
const CHANCE = 0.2;
const MAX_KILLS = 4;
/** As long as a batch takes to be stored, or longer. */
const MAX_LINGER_MS = 600;
/** The same seed strikes the same requests; when a process is killed depends on the machine too. */
const SEED = Number(process.env['SOAK_SEED'] ?? Date.now() % 1_000_000);

let soak: Soak;
beforeAll(async () => {
  soak = await prepareSoak(await makeCatalogue(GAMES, { real: true }));
}, 300_000);
afterAll(() => soak.close());

test.concurrent.for(Array.from({ length: CRAWLS }, (_, i) => i))(
  `crawl %i of ${CRAWLS} through faults, killed and started again, ends in the table of an undisturbed one (SOAK_SEED=${SEED})`,
  { timeout: 900_000 },
  async (i) => {
    const scenario = SCENARIOS[i % SCENARIOS.length] ?? 'first';
    const random = seededRandom(SEED + i);
    const kills = Array.from({ length: Math.floor(random() * (MAX_KILLS + 1)) }, () => ({
      part: random(),
      afterMs: random() * MAX_LINGER_MS,
    }));
    const soaked = await soak.crawl(scenario, { random, chance: CHANCE, kills });
    const { starts, struck, failures, digest } = soaked;
    process.stdout.write(
      `${i}: ${scenario}, ${starts} starts, ${soaked.kills} kills, ${struck} requests struck, ${failures.length} gave up: ${digest}\n` +
        failures.map((failure) => `    ${failure}\n`).join(''),
    );
    expect(digest).toBe(soaked.undisturbed);
  },
);
