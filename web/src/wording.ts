import { refersTo } from '@playkin/shared/game-reference.ts';
import type { GameCard } from '@playkin/shared/api.ts';

/** "A", "A and B", "A, B and C". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}

/** Number of names that fit a title. */
const NAMED = 3;

/** All names if they are few, otherwise the first ones and the number of the others: "A, B, C and 2 more". */
export function listedInShort(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : listed(names);
}

/** A name to show until the real one is known: "hollow-knight" → "Hollow Knight". */
export const nameOfSlug = (slug: string) =>
  slug.replace(/-+/g, ' ').replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());

/** The name of the game among `games` that the reference names. */
export const nameOf = (reference: string, games: readonly GameCard[]): string | undefined =>
  games.find((game) => refersTo(reference, game))?.name;

/**
 * Names of the liked games; undefined until all of them are known.
 *
 * @param like references of games
 * @param seeds the games of the last answer
 * @param settled whether that answer belongs to `like`; its seeds then name the game for each edition
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

/** Short for any number of games, since their names are shown above it. */
export function resultsHeading(names: readonly string[] | undefined, count: number): string {
  if (count > 1) return `Games like these ${count}`;
  return `Games like ${names?.[0] ?? 'your pick'}`;
}

/** Of a list that is made of traits alone, given by their slugs. */
export const traitsHeading = (traits: readonly string[]) =>
  `Games with ${listedInShort(traits.map(nameOfSlug))}`;

export const percent = (part: number) => Math.round(100 * part);

/** Games with a lower match have little in common. */
const DISTANT_BELOW_PERCENT = 20;

/** Whether a match (0–1) is so weak that the page marks it. */
export const isDistant = (score: number) => percent(score) < DISTANT_BELOW_PERCENT;
