import type { Warehouse } from '../warehouse.ts';
import { findBatchFalls } from './batch-drift.ts';
import { fieldsEmptied, findFalls, MAX_FALL } from './drift.ts';
import type { Ledger } from './ledger.ts';
import { NEW_SWEEP, type Plan } from './plan.ts';
import type { CheckChanges } from './store.ts';

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
