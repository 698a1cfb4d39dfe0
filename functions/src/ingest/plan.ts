import type { IngestRun, Mode } from './run.ts';

export type PastRun = Pick<IngestRun, 'mode' | 'complete' | 'startedAt' | 'cursor' | 'watermark'>;

export interface Plan {
  mode: Mode;
  /** Fetch games with larger ids only. */
  afterId: number;
  /** smart: fetch games changed after this time only. ISO 8601, UTC. */
  changedAfter?: string;
  /** The latest updated_at seen so far by the sweep that this run goes on with. */
  watermark: string | null;
}

/** How far a smart run looks back behind the watermark: IGDB's clock and ours differ, and a change shows up late. */
export const OVERLAP_MS = 60 * 60_000;

/**
 * Decides what a run fetches.
 *
 * A sweep is one pass over the games, full or smart, in the order of their ids. It takes several runs when one of them
 * is interrupted or ended by its limit: the next of the same mode goes on after its cursor.
 *
 * @param past earlier runs, newest first
 */
export function planIngest(past: readonly PastRun[], mode: Mode): Plan {
  const lastComplete = past.findIndex((run) => run.complete);
  const complete = past[lastComplete];
  if (mode === 'full' || complete === undefined) {
    const last = past.find((run) => run.mode === 'full');
    const open = last?.complete === false ? last : undefined;
    return { mode: 'full', afterId: open?.cursor ?? 0, watermark: open?.watermark ?? null };
  }
  const seen = seenUntil(complete, past.slice(lastComplete + 1));
  const open = past.slice(0, lastComplete).find((run) => run.mode === 'smart');
  return {
    mode: 'smart',
    afterId: open?.cursor ?? 0,
    changedAfter: new Date(Date.parse(seen) - OVERLAP_MS).toISOString(),
    watermark: open?.watermark ?? complete.watermark,
  };
}

/**
 * The time up to which the sweep that `complete` ended has seen every change: its watermark, but no later than its start,
 * since a game may have changed after the sweep passed it and before the latest change it saw.
 */
function seenUntil(complete: PastRun, earlier: readonly PastRun[]): string {
  let { startedAt } = complete;
  for (const run of earlier.filter(({ mode }) => mode === complete.mode)) {
    if (run.complete) break;
    startedAt = run.startedAt;
  }
  // ISO 8601 text of one form sorts by time.
  return complete.watermark !== null && complete.watermark < startedAt ? complete.watermark : startedAt;
}
