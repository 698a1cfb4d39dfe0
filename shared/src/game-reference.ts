/**
 * How addresses name a game: `14593.hollow-knight`. The id decides; the slug is for people, and may be out of date. No slug has a
 * dot in it (IGDB: small letters, digits and hyphens), so this form cannot be mistaken for a slug, also where that is all digits.
 */
export interface GameReference {
  /** IGDB's id. Undefined: the text names a game by its slug. */
  id?: number;
  /** Empty where only an id is given. */
  slug: string;
}

const ID_AND_SLUG = /^(\d+)\.(.*)$/s;
const DIGITS = /^\d+$/;

/** @param game `slug` may be empty, as of names without Latin letters */
export const gameReference = ({ id, slug }: { id: number; slug: string }): string =>
  slug === '' ? String(id) : `${id}.${slug}`;

/**
 * Reads a reference and its weight, which stands after a colon where it is not 1: `14593.hollow-knight:2`. No reference has a
 * colon in it.
 */
export function parseWeighted(text: string): { reference: string; weight: number } {
  const [reference = '', weight] = text.split(':', 2);
  return { reference, weight: weight === undefined ? 1 : Number(weight) };
}

/** What {@link parseWeighted} reads. */
export const withWeight = (reference: string, weight: number): string =>
  weight === 1 ? reference : `${reference}:${weight}`;

/** Reads `14593.hollow-knight`, `14593` or `hollow-knight`, with or without a weight. Digits alone are an id. */
export function parseGameReference(weighted: string): GameReference {
  const text = parseWeighted(weighted).reference;
  const [, id, slug = ''] = ID_AND_SLUG.exec(text) ?? [];
  if (id !== undefined) return { id: Number(id), slug };
  return DIGITS.test(text) ? { id: Number(text), slug: '' } : { slug: text };
}

/** Whether the reference names the game. */
export function refersTo(reference: string, game: { id: number; slug: string }): boolean {
  const { id, slug } = parseGameReference(reference);
  return id === undefined ? slug === game.slug : id === game.id;
}
