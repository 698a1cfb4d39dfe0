import type { GameCard } from '@playkin/shared/api.ts';

/** "A", "A and B", "A, B and C". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}

/** A name to show until the real one has arrived: "hollow-knight" → "Hollow Knight". */
export const nameOfSlug = (slug: string) =>
  slug.replace(/-+/g, ' ').replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());

/** The name of the game among `games` with that slug or id. */
export const nameOf = (pick: string, games: readonly GameCard[]): string | undefined =>
  games.find((game) => game.slug === pick || String(game.id) === pick)?.name;

export const percent = (part: number) => Math.round(100 * part);
