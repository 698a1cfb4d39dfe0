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

export const percent = (part: number) => Math.round(100 * part);

/** Matches below this are of games with little in common. */
const DISTANT_BELOW_PERCENT = 20;

/** Whether a match of 0–1 is too weak to look like the others. */
export const isDistant = (score: number) => percent(score) < DISTANT_BELOW_PERCENT;
