import type { RawGame } from '../igdb/record.ts';
import type { Warehouse } from '../warehouse.ts';
import { countFilled } from './filled-fields.ts';
import type { Plan } from './plan.ts';
import { NEW_SWEEP, type Sweep } from './run.ts';
import type { Ledger } from './session.ts';
import type { CheckChanges } from './store.ts';

/** A field that fell further than this share of the games has changed its meaning, not its games. */
const MAX_FALL = 0.05;
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

const fieldsEmptied = (falls: readonly Fall[], games: number, consequence: string): DriftError =>
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

/**
 * Keeps a batch from being stored when its games have lost a field that the last good run still saw filled. A field that
 * was given up on once is no longer asked for.
 */
export const guardChanges =
  (warehouse: Warehouse, { lastGood }: Plan): CheckChanges =>
  async (known, changed) => {
    const falls = await findBatchFalls(warehouse, known, changed);
    const news = falls.filter(({ field, now }) => {
      if (lastGood === undefined || lastGood.records === 0) return true;
      return (lastGood.filled[field] ?? 0) / lastGood.records - now > MAX_FALL;
    });
    if (news.length > 0) throw fieldsEmptied(news, known.length, 'Nothing of this batch was stored.');
  };

/**
 * Compares all that a full sweep received with the full sweep before.
 *
 * @throws DriftError; the next full run starts at the first game again
 */
export async function checkSweep({ mode, lastFull }: Plan, ledger: Ledger): Promise<void> {
  if (mode !== 'full' || lastFull === undefined) return;
  const { sweep } = ledger.run;
  const falls = findFalls(lastFull, sweep);
  if (falls.length === 0) return;
  await ledger.record({ cursor: null, watermark: null, sweep: NEW_SWEEP });
  const consequence = 'They are stored, but neither similarity nor publish follows a run that failed.';
  throw fieldsEmptied(falls, sweep.records, consequence);
}

/**
 * Fields that the stored versions of a batch's games fill and the new ones do not. The same games are compared: those changed last are not
 * like all others.
 *
 * @param known those of the batch that are stored; `changed` those of them that came differently
 */
async function findBatchFalls(
  warehouse: Warehouse,
  known: readonly RawGame[],
  changed: readonly RawGame[],
): Promise<Fall[]> {
  // Every game that lost a field has changed.
  if (changed.length <= known.length * MAX_FALL) return [];
  const now = fieldCounts(known.map(({ payload }) => payload));
  const before = new Map(now);
  for (const [field, count] of fieldCounts(changed.map(({ payload }) => payload))) {
    before.set(field, (before.get(field) ?? 0) - count);
  }
  for (const [field, count] of fieldCounts(await storedPayloads(warehouse, changed))) {
    before.set(field, (before.get(field) ?? 0) + count);
  }
  const records = known.length;
  return findFalls(filledOf(records, before), filledOf(records, now));
}

const filledOf = (records: number, counts: ReadonlyMap<string, number>): Filled => ({
  records,
  filled: Object.fromEntries(counts),
});

function fieldCounts(payloads: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const payload of payloads) countFilled(counts, JSON.parse(payload));
  return counts;
}

async function storedPayloads(warehouse: Warehouse, games: readonly RawGame[]): Promise<string[]> {
  const sql = `SELECT payload FROM raw_games WHERE id IN (${games.map(({ id }) => id).join(', ')})`;
  const payloads: string[] = [];
  for await (const { payload } of warehouse.query(sql)) payloads.push(String(payload));
  return payloads;
}
