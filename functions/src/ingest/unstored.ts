import type { Batch } from './batches.ts';

/** Ids of games that cannot be stored, after a batch was: with those it rejected, without those it stored. Ascending. */
export function stillUnstored(before: readonly number[], { games, rejects }: Batch): number[] {
  const unstored = new Set(before);
  for (const { id } of rejects) if (id !== undefined) unstored.add(id);
  if (unstored.size > 0) for (const { id } of games) unstored.delete(id);
  return [...unstored].sort((a, b) => a - b);
}
