import type { Sweep } from './plan.ts';

/** A field that fell further than this share of the games has changed its meaning, not its games. */
export const MAX_FALL = 0.05;
/** Fewer games than these may lose a field by an editor's hand. */
const MIN_GAMES = 5;

export interface Fall {
  field: string;
  /** Shares of the games that had the field, and that have it now: 0 to 1. */
  before: number;
  now: number;
}

/** IGDB sends something else than it did. Nothing that is built from the games should be built from these. */
export class DriftError extends Error {
  override name = 'DriftError';
}

/**
 * Fields that `now` fills in a share of its games that is more than 5 points below that of `before`.
 *
 * @param before, now  games in all, and how many of them have each field
 */
export function findFalls(before: Filled, now: Filled): Fall[] {
  if (before.records === 0 || now.records === 0) return [];
  const falls = Object.entries(before.filled).map(([field, filled]) => ({
    field,
    before: filled / before.records,
    now: (now.filled[field] ?? 0) / now.records,
  }));
  return falls
    .filter(
      (fall) => fall.before - fall.now > MAX_FALL && (fall.before - fall.now) * now.records >= MIN_GAMES,
    )
    .sort((a, b) => b.before - b.now - (a.before - a.now));
}

export type Filled = Pick<Sweep, 'records' | 'filled'>;

export const fieldsEmptied = (falls: readonly Fall[], games: number, consequence: string): DriftError =>
  new DriftError(
    `IGDB no longer fills ${falls.map(describe).join(', ')} as it did (${games.toLocaleString('en')} games compared). ${consequence} ` +
      'Where IGDB means it, functions/src/igdb/fields.ts has to ask for what takes the place of it.',
  );

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const describe = ({ field, before, now }: Fall) =>
  `${field} (${percent(before)} before, ${percent(now)} now)`;

/** Of the stored games, so many may be gone at once. */
const MAX_GONE = 0.05;
const MIN_GONE = 100;

/** @throws {@link DriftError} when more games are gone than editors remove */
export function checkGone(gone: number, stored: number): void {
  if (gone < MIN_GONE || gone <= stored * MAX_GONE) return;
  throw new DriftError(
    `IGDB no longer has ${gone.toLocaleString('en')} of the ${stored.toLocaleString('en')} games stored. None was marked as removed.`,
  );
}
