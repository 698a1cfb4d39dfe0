import type { GameCard } from '@playkin/shared/api.ts';
import type { CARD_FIELDS, RESULT_FIELDS } from '@playkin/shared/parameters.ts';

type ResultField = (typeof RESULT_FIELDS)[number];

/** What `fields` names; none: all. */
export type Fields = readonly ((typeof CARD_FIELDS)[number] | ResultField)[];

/** A card with only the fields asked for, and the id. */
export function cardWith(fields: Fields, card: GameCard): GameCard {
  if (fields.length === 0) return card;
  const wanted = new Set<string>([...fields, 'id']);
  return Object.fromEntries(Object.entries(card).filter(([name]) => wanted.has(name))) as unknown as GameCard;
}

/** A result with only the fields asked for. */
export function withFields<T extends { game: GameCard }>(
  fields: Fields,
  game: GameCard,
  parts: Omit<T, 'game'>,
): T {
  if (fields.length === 0) return { game, ...parts } as unknown as T;
  const wanted = Object.entries(parts).filter(([name]) => (fields as readonly string[]).includes(name));
  return { game: cardWith(fields, game), ...Object.fromEntries(wanted) } as unknown as T;
}
