import type { RawGame } from '../igdb/record.ts';
import type { Warehouse } from '../warehouse.ts';
import { type Fall, type Filled, findFalls, MAX_FALL } from './drift.ts';
import { countFilled } from './filled-fields.ts';

/**
 * Fields that the stored versions of a batch's games fill and the new ones do not. The same games are compared: those changed last are not
 * like all others.
 *
 * @param known those of the batch that are stored; `changed` those of them that came differently
 */
export async function findBatchFalls(
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
