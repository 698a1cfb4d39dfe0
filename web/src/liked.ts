import type { GameCard } from '@playkin/shared/api.ts';
import { nameOf } from './wording.ts';

/**
 * Names of the liked games; undefined until all of them are known, since none is made up.
 *
 * @param like slugs or ids
 * @param seeds the games of the last answer
 * @param settled whether that answer is to `like`: its seeds are then the games that editions fold onto
 */
export function likedNames(
  like: readonly string[],
  seeds: readonly GameCard[],
  settled: boolean,
): string[] | undefined {
  if (settled) return seeds.map(({ name }) => name);
  const names = like.flatMap((pick) => nameOf(pick, seeds) ?? []);
  return names.length === like.length ? names : undefined;
}

/** Short however many games are liked: their names stand above it. */
export function resultsHeading(names: readonly string[] | undefined, count: number): string {
  if (count > 1) return `Games like these ${count}`;
  return `Games like ${names?.[0] ?? 'your pick'}`;
}
