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

/** A result with only the fields asked for; what is not is not made. */
export function withFields<T extends { game: GameCard }>(
  fields: Fields,
  game: GameCard,
  parts: { [Field in Exclude<keyof T, 'game'>]: () => T[Field] },
): T {
  const wanted = Object.entries<() => unknown>(parts).filter(
    ([name]) => fields.length === 0 || (fields as readonly string[]).includes(name),
  );
  const made = wanted
    .map(([name, make]) => [name, make()] as const)
    .filter(([, value]) => value !== undefined);
  return { game: cardWith(fields, game), ...Object.fromEntries(made) } as unknown as T;
}
