import { FEATURE_KINDS } from '@playkin/shared/release.ts';
import type { TestGame } from './make-release.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';

/** Games with overlapping vectors, many of them equal, so that scores tie. Of each ten, three are a family, one is not recommended, one an edition; of all games some are adult ones, and most are of series. */
export function randomGames(count: number, seed: number): TestGame[] {
  const next = seededRandom(seed);
  const below = (n: number) => Math.floor(next() * n);
  const kinds = FEATURE_KINDS;
  return Array.from({ length: count }, (_, i): TestGame => {
    const id = 100 + i * 3;
    const tags = { genre: [`Genre ${String(below(3))}`], platform: [`Platform ${String(below(3))}`] };
    const base = {
      id,
      name: `Game ${String(i)}`,
      tags,
      ratings: below(50),
      ...(next() < 0.7 && { rating: 40 + below(60) }),
      ...(next() < 0.9 && { year: 1990 + below(30) }),
    };
    const place = i % 10;
    const isAdult = place === 1 || (place === 2 && i % 20 < 10);
    if (place === 9) return { ...base, editionOf: id - 3 };
    const features = Array.from({ length: 1 + below(6) }, () => {
      const feature = below(25);
      return [`${kinds[feature % kinds.length] ?? ''}:feature ${String(feature)}`, 1 + below(2)] as const;
    });
    return {
      ...base,
      ...((place === 4 || place === 5) && { familyOf: id - 3 * (place - 3) }),
      ...(place === 7 && { withheld: true }),
      ...(isAdult && { adult: true }),
      series: Array.from({ length: i % 3 }, (_, s) => `Series ${String((i * 7 + s * 5) % 40)}`),
      vector: Object.fromEntries(features),
    };
  });
}
