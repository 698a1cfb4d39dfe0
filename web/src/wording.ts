import type { GameCard } from '@playkin/shared/api.ts';

/** "A", "A and B", "A, B and C". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}

/** Names that fit a title. */
const NAMED = 3;

/** All names where they are few, else the first and how many more there are: "A, B, C and 2 more". */
export function listedInShort(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : listed(names);
}

/** A name to show until the real one has arrived: "hollow-knight" → "Hollow Knight". */
export const nameOfSlug = (slug: string) =>
  slug.replace(/-+/g, ' ').replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());

/** The name of the game among `games` with that slug or id. */
export const nameOf = (pick: string, games: readonly GameCard[]): string | undefined =>
  games.find((game) => game.slug === pick || String(game.id) === pick)?.name;

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

export const percent = (part: number) => Math.round(100 * part);

/** Matches below this are of games with little in common. */
const DISTANT_BELOW_PERCENT = 20;

/** Whether a match of 0–1 is too weak to look like the others. */
export const isDistant = (score: number) => percent(score) < DISTANT_BELOW_PERCENT;
